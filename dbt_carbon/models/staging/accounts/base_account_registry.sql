{{ config(materialized='table') }}
{{ record_versions('account_registry') }}
