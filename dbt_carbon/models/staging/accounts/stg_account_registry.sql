select * from {{ ref('base_account_registry') }}
where version_class = 'current'
