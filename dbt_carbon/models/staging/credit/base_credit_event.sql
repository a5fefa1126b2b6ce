{{ config(materialized='table') }}
{{ record_versions('credit_event') }}
