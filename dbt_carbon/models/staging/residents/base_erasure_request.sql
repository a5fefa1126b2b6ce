{{ config(materialized='table') }}
{{ record_versions('erasure_request') }}
