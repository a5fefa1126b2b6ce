{#
  How the stock of a plot changed from each survey to the next, by month: spread by day over the days from the earlier survey up to the later one, but for what a
  harvest, a fire or a pest took away, which all falls on its day. The parts of a change add up to it exactly.
#}
with surveyed as (
    select
        s.*,
        lag(s.surveyed_on) over (partition by s.plot_id order by s.survey_no nulls last) as from_surveyed_on,
        lag(s.stock_t) over (partition by s.plot_id order by s.survey_no nulls last) as from_stock_t,
        lag(s.method) over (partition by s.plot_id order by s.survey_no nulls last) as from_method,
        lag(s.depends_on_proposal) over (partition by s.plot_id order by s.survey_no nulls last) as from_depends_on_proposal,
        lag(s.weakest_evidence_rank) over (partition by s.plot_id order by s.survey_no nulls last) as from_evidence_rank
    from {{ ref('fct_forest_stock') }} as s
),

changed as (
    select
        s.*,
        cast(s.stock_t - s.from_stock_t as decimal(18, 6)) as change_t,
        case when s.stock_t >= s.from_stock_t then 'growth' when s.event = 'survey' then 'decline' else s.event end as cause
    from surveyed as s
    where s.from_surveyed_on is not null
),

booked as (
    select
        c.*,
        case when c.cause in ('growth', 'decline') then c.from_surveyed_on else c.surveyed_on end as booked_from,
        case when c.cause in ('growth', 'decline') then c.surveyed_on else {{ add_days('c.surveyed_on', 1) }} end as booked_to
    from changed as c
)

select
    {{ text_key(["'forest_survey'", 'b.load_id', 'b.line_no', 'm.month']) }} as change_id,
    b.account_id,
    b.plot_id,
    m.month,
    b.cause,
    cast(
        cast({{ spread_between('b.change_t', 'b.booked_from', 'b.booked_to', 'm.month', add_months('m.month', 1)) }} as decimal(19, 6)) * cast(1000 as decimal(4, 0))
    as decimal(28, 10)) as removal_kg,
    b.from_surveyed_on,
    b.surveyed_on as to_surveyed_on,
    b.booked_from,
    b.booked_to,
    b.factor_id,
    b.from_method <> b.method as is_method_changed,
    b.record_key,
    b.load_id,
    b.line_no,
    b.known_at,
    b.depends_on_proposal or b.from_depends_on_proposal as depends_on_proposal,
    cast(greatest(b.weakest_evidence_rank, b.from_evidence_rank) as int) as weakest_evidence_rank
from booked as b
inner join {{ ref('int_month_as_of') }} as m on m.month >= {{ month_of('b.booked_from') }} and m.month < b.booked_to
