{# Rows of every load by the one class that each of them is in: superseded, else withdrawn, else quarantined, else current. #}
with classed as (
    {%- for name in staged_sources() if name not in sources_judged_by_month() %}
    select '{{ name }}' as source, load_id, version_class, count(*) as row_count from {{ ref('base_' ~ name) }} group by load_id, version_class
    {{ 'union all' if not loop.last }}
    {%- endfor %}
    union all
    select 'personal_behaviour', load_id, version_class, sum(row_count) from {{ ref('fct_behaviour_class') }} group by load_id, version_class
),

waiting as (
    select source, load_id, count(*) as row_count from {{ ref('fct_quarantine') }} group by source, load_id
)

select
    c.source,
    c.load_id,
    cast(sum(c.row_count) as bigint) as rows_staged,
    cast(coalesce(sum(c.row_count) filter (where c.version_class = 'superseded'), 0) as bigint) as rows_superseded,
    cast(coalesce(sum(c.row_count) filter (where c.version_class = 'withdrawn'), 0) as bigint) as rows_withdrawn,
    cast(coalesce(max(w.row_count), 0) as bigint) as rows_quarantined,
    cast(coalesce(sum(c.row_count) filter (where c.version_class = 'current'), 0) - coalesce(max(w.row_count), 0) as bigint) as rows_current
from classed as c
left join waiting as w on c.source = w.source and c.load_id = w.load_id
group by c.source, c.load_id
