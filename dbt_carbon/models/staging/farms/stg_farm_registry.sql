select * from {{ ref('base_farm_registry') }}
where version_class = 'current'
