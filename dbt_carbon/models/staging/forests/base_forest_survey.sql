{{ config(materialized='table') }}
{{ record_versions('forest_survey') }}
