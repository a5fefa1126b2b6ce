{# Where each fact's activity was delivered; a calculated activity by its record, a measured emission by its line. #}
select activity_id, load_id, first_line_no, last_line_no, line_count from {{ ref('int_activity_load') }}
union all
select distinct activity_id, load_id, line_no, line_no, cast(1 as bigint) from {{ ref('fct_measured_emission') }}
