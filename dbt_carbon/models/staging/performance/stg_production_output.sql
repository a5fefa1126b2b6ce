select * from {{ ref('base_production_output') }}
where version_class = 'current'
