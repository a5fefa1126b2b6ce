{{ config(materialized='table') }}
{{ record_versions('freight_trip') }}
