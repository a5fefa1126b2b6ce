select * from {{ ref('base_erasure_request') }}
where version_class = 'current'
