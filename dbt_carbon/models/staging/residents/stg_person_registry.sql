select * from {{ ref('base_person_registry') }}
where version_class = 'current'
