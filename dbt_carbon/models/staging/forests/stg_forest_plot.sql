select * from {{ ref('base_forest_plot') }}
where version_class = 'current'
