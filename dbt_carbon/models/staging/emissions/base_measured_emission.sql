{{ config(materialized='table') }}
{{ record_versions('measured_emission') }}
