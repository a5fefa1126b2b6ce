select * from {{ ref('base_behaviour_review') }}
where version_class = 'current'
