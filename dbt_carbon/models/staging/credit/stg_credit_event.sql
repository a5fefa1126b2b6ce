select * from {{ ref('base_credit_event') }}
where version_class = 'current'
