{{ config(materialized='table') }}
{{ record_versions('reduction_measure') }}
