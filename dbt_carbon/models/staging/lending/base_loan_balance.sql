{{ config(materialized='table') }}
{{ record_versions('loan_balance') }}
