select * from {{ ref('base_consent_event') }}
where version_class = 'current'
