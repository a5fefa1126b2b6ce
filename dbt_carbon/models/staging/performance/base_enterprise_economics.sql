{{ config(materialized='table') }}
{{ record_versions('enterprise_economics') }}
