select * from {{ ref('base_freight_trip') }}
where version_class = 'current'
