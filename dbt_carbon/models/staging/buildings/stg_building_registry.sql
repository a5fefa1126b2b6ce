select * from {{ ref('base_building_registry') }}
where version_class = 'current'
