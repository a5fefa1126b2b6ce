select * from {{ ref('base_loan_application') }}
where version_class = 'current'
