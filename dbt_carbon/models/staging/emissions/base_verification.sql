{{ config(materialized='table') }}
{{ record_versions('verification') }}
