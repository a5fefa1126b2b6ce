select * from {{ ref('base_credit_score') }}
where version_class = 'current'
