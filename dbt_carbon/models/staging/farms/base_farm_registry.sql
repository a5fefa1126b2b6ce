{{ config(materialized='table') }}
{{ record_versions('farm_registry') }}
