select * from {{ ref('base_account_factor') }}
where version_class = 'current'
