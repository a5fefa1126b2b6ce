select * from {{ ref('base_measured_emission') }}
where version_class = 'current'
