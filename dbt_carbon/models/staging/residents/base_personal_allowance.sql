{{ config(materialized='table') }}
{{ record_versions('personal_allowance') }}
