select * from {{ ref('base_factor_library') }}
where version_class = 'current'
