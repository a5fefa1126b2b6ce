select * from {{ ref('base_city_indicator') }}
where version_class = 'current'
