select * from {{ ref('base_loan_contract') }}
where version_class = 'current'
