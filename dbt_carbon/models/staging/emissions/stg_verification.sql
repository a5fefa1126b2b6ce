select * from {{ ref('base_verification') }}
where version_class = 'current'
