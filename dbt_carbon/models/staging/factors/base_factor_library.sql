{{ config(materialized='table') }}
{{ record_versions('factor_library') }}
