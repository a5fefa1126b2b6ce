{{ config(materialized='table') }}
{{ record_versions('green_certificate') }}
