{{ config(materialized='ephemeral') }}
{# No table of its own: 76 million rows are read once, month by month, by the model that judges them. #}
{{ record_versions('personal_behaviour', month_filter='r._month = ' ~ month_start()) }}
