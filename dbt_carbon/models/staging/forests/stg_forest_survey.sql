select * from {{ ref('base_forest_survey') }}
where version_class = 'current'
