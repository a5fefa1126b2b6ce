{{ config(materialized='table') }}
{{ record_versions('consent_event') }}
