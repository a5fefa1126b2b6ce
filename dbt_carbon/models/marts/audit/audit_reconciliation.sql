{{ config(alias='reconciliation') }}

select
    cast(l.source as {{ dbt.type_string() }}) as source,
    cast(l.load_id as {{ dbt.type_string() }}) as load_id,
    cast(l.rows_delivered as bigint) as rows_delivered,
    cast(l.rows_loaded as bigint) as rows_loaded,
    cast(l.rows_rejected as bigint) as rows_rejected,
    cast(l.rows_erased as bigint) as rows_erased,
    cast(coalesce(c.rows_current, 0) as bigint) as rows_current,
    cast(coalesce(c.rows_superseded, 0) as bigint) as rows_superseded,
    cast(coalesce(c.rows_withdrawn, case when l.status = 'revoked' then l.rows_loaded else 0 end) as bigint) as rows_withdrawn,
    cast(coalesce(c.rows_quarantined, 0) as bigint) as rows_quarantined,
    cast(
        abs(l.rows_delivered - l.rows_loaded - l.rows_rejected - l.rows_erased)
        + abs(
            l.rows_loaded - coalesce(c.rows_current, 0) - coalesce(c.rows_superseded, 0)
            - coalesce(c.rows_withdrawn, case when l.status = 'revoked' then l.rows_loaded else 0 end) - coalesce(c.rows_quarantined, 0)
        )
        + case when coalesce(c.rows_current, 0) < 0 then 1 else 0 end
    as bigint) as difference
from {{ ref('fct_load') }} as l
left join {{ ref('fct_row_class') }} as c on l.load_id = c.load_id
where l.status <> 'unchanged'
