{{ config(materialized='table') }}
{{ record_versions('production_output') }}
