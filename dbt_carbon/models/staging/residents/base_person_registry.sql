{{ config(materialized='table') }}
{{ record_versions('person_registry') }}
