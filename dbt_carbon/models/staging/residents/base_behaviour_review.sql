{{ config(materialized='table') }}
{{ record_versions('behaviour_review') }}
