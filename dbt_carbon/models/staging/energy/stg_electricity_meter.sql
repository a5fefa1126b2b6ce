select * from {{ ref('base_electricity_meter') }}
where version_class = 'current' and quarantine_reason is null
