{{ config(materialized='view') }}
{# A view: the window over the versions is cut by month (record_month is part of it), so that a reader of one month reads one month of files. #}
{{ record_versions('personal_behaviour') }}
