{{ config(materialized='table') }}
{{ record_versions('process_activity') }}
