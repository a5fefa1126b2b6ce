select * from {{ ref('base_reduction_measure') }}
where version_class = 'current'
