select * from {{ ref('base_loan_balance') }}
where version_class = 'current'
