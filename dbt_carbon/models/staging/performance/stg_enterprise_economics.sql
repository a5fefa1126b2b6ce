select * from {{ ref('base_enterprise_economics') }}
where version_class = 'current'
