select * from {{ ref('base_personal_allowance') }}
where version_class = 'current'
