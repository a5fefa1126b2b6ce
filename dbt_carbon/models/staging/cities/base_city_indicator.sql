{{ config(materialized='table') }}
{{ record_versions('city_indicator') }}
