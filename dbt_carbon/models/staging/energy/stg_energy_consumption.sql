select * from {{ ref('base_energy_consumption') }}
where version_class = 'current'
