{{ config(materialized='ephemeral') }}
select * from {{ ref('base_personal_behaviour') }}
where version_class = 'current'
