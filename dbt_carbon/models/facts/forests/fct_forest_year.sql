{#
  The forest account of each year from an account's first survey to the year of as_of: opening stock + stock of plots first surveyed + growth + loss = closing
  stock. Between two surveys the stock follows the change booked so far; after the newest one it stays, and its plot awaits a survey. The buffer is the share in
  force for the year of what was taken up on the whole.
#}
with accounts as (
    select s.account_id, min({{ year_of('s.surveyed_on') }}) as first_period_start
    from {{ ref('fct_forest_stock') }} as s
    group by s.account_id
),

years as (
    select a.account_id, y.period_start
    from accounts as a
    inner join (select distinct {{ year_of('m.month') }} as period_start from {{ ref('dim_month') }} as m where m.month <= m.open_month) as y
        on a.first_period_start <= y.period_start
),

registered as (
    select p.account_id, count(*) as plots, cast(sum(p.area_ha) as decimal(28, 6)) as area_ha
    from {{ ref('fct_forest_plot') }} as p
    group by p.account_id
),

surveyed_plots as (
    select
        y.account_id,
        y.period_start,
        s.plot_id,
        max(case when s.is_newest then 1 else 0 end) as is_awaiting,
        max(case when s.is_newest and s.survey_no = 1 then 1 else 0 end) as is_single,
        max(s.area_ha) as area_ha,
        max(s.surveyed_on) as last_surveyed_on,
        cast(sum(case when s.survey_no = 1 and s.surveyed_on >= y.period_start then s.stock_t else 0 end) as decimal(28, 6)) as first_surveyed_t,
        max(case when s.depends_on_proposal then 1 else 0 end) as depends_on_proposal,
        max(s.weakest_evidence_rank) as weakest_evidence_rank
    from years as y
    inner join {{ ref('fct_forest_stock') }} as s on y.account_id = s.account_id and s.surveyed_on < {{ add_months('y.period_start', 12) }}
    group by y.account_id, y.period_start, s.plot_id
),

surveyed as (
    select
        p.account_id,
        p.period_start,
        count(*) as surveyed_plots,
        cast(sum(p.area_ha) as decimal(28, 6)) as surveyed_area_ha,
        sum(p.is_single) as single_survey_plots,
        sum(p.is_awaiting) as awaiting_plots,
        max(p.last_surveyed_on) as last_surveyed_on,
        cast(sum(p.first_surveyed_t) as decimal(28, 6)) as first_surveyed_t,
        max(p.depends_on_proposal) = 1 as depends_on_proposal,
        max(p.weakest_evidence_rank) as weakest_evidence_rank
    from surveyed_plots as p
    group by p.account_id, p.period_start
),

changes as (
    select
        c.account_id,
        {{ year_of('c.month') }} as period_start,
        cast({{ kg_as_t("sum(case when c.cause = 'growth' then c.removal_kg else 0 end)") }} as decimal(28, 6)) as growth_t,
        cast({{ kg_as_t("sum(case when c.cause = 'growth' then 0 else c.removal_kg end)") }} as decimal(28, 6)) as loss_t,
        cast({{ kg_as_t("sum(case when c.cause in ('growth', 'decline') then 0 else c.removal_kg end)") }} as decimal(28, 6)) as event_loss_t,
        max(case when c.is_method_changed then 1 else 0 end) = 1 as has_method_change
    from {{ ref('fct_forest_change') }} as c
    group by c.account_id, {{ year_of('c.month') }}
),

buffers as (
    select
        y.period_start,
        r.value,
        r.evidence,
        row_number() over (partition by y.period_start order by {{ newest_first('r') }}) as place
    from (select distinct period_start from years) as y
    cross join {{ ref('dim_as_of') }} as d
    inner join {{ ref('forest_rule') }} as r on r.rule_code = 'BUFFER' and {{ in_force('r', 'y.period_start', 'd.as_of_on') }}
),

totals as (
    select
        s.*,
        coalesce(c.growth_t, cast(0 as decimal(28, 6))) as growth_t,
        coalesce(c.loss_t, cast(0 as decimal(28, 6))) as loss_t,
        coalesce(c.event_loss_t, cast(0 as decimal(28, 6))) as event_loss_t,
        cast(coalesce(c.growth_t, 0) + coalesce(c.loss_t, 0) as decimal(28, 6)) as removal_t,
        coalesce(c.has_method_change, false) as has_method_change
    from surveyed as s
    left join changes as c on s.account_id = c.account_id and s.period_start = c.period_start
),

balanced as (
    select
        t.*,
        cast(sum(t.first_surveyed_t + t.removal_t) over (
            partition by t.account_id order by t.period_start nulls last rows between unbounded preceding and current row
        ) as decimal(28, 6)) as closing_stock_t,
        case when t.removal_t > 0 then t.removal_t else cast(0 as decimal(28, 6)) end as taken_up_t
    from totals as t
)

select
    b.account_id,
    b.period_start,
    cast(r.plots as int) as plots,
    r.area_ha,
    cast(b.surveyed_plots as int) as surveyed_plots,
    b.surveyed_area_ha,
    cast(b.single_survey_plots as int) as single_survey_plots,
    cast(b.awaiting_plots as int) as awaiting_plots,
    b.last_surveyed_on,
    cast(b.closing_stock_t - b.first_surveyed_t - b.removal_t as decimal(28, 6)) as opening_stock_t,
    b.first_surveyed_t,
    b.growth_t,
    b.loss_t,
    b.event_loss_t,
    b.removal_t,
    b.closing_stock_t,
    f.value as buffer_share,
    cast(b.taken_up_t * f.value as decimal(28, 10)) as buffer_t,
    b.has_method_change,
    b.period_start = {{ year_of('d.as_of_on') }} as is_preliminary,
    b.depends_on_proposal or (b.taken_up_t > 0 and coalesce(f.evidence = 'proposal', false)) as depends_on_proposal,
    cast(greatest(b.weakest_evidence_rank, case when b.taken_up_t > 0 then {{ evidence_rank('f.evidence') }} else 0 end) as int) as weakest_evidence_rank
from balanced as b
cross join {{ ref('dim_as_of') }} as d
inner join registered as r on b.account_id = r.account_id
left join buffers as f on b.period_start = f.period_start and f.place = 1
