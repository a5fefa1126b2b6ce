select * from {{ ref('base_bank_registry') }}
where version_class = 'current'
