{{ config(materialized='table') }}
{{ record_versions('bank_registry') }}
