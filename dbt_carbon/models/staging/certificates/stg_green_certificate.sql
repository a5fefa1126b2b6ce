select * from {{ ref('base_green_certificate') }}
where version_class = 'current'
