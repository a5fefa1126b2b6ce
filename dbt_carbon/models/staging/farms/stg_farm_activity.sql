select * from {{ ref('base_farm_activity') }}
where version_class = 'current'
