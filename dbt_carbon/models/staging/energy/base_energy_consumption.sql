{{ config(materialized='table') }}
{{ record_versions('energy_consumption') }}
