{{ config(materialized='table') }}
{{ record_versions('building_registry') }}
