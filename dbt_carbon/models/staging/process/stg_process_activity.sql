select * from {{ ref('base_process_activity') }}
where version_class = 'current'
