{{ config(materialized='table') }}
{{ record_versions('points_redemption') }}
