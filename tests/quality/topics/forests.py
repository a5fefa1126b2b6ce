"""Forest stocks, their changes and the account of a year: the tables and one wrong word for each expectation.

P1 grows from 100 to 130 t over January and February 2023 and burns to 90 t in March; P2 has one survey, P3 none. A
tenth of a removal is kept back. A hectare of a species of 1 t per m3 makes t of m3.
"""

from tests.quality.bad_rows import Bad, changed, removed, repeated

TABLES = """
create table facts.fct_forest_stock as
select
    'A1' as account_id, plot_id, surveyed_on, no::int as survey_no, is_newest, event, 'volume' as method,
    t::decimal(18, 6) as stock_t, 'energy_consumption.0000000000000001' as load_id, no::bigint as line_no
from (values
    ('P1', date '2023-01-01', 1, false, 'survey', 100),
    ('P1', date '2023-03-01', 2, false, 'survey', 130),
    ('P1', date '2023-03-31', 3, true, 'fire', 90),
    ('P2', date '2024-06-01', 1, true, 'survey', 50)
) as t (plot_id, surveyed_on, no, is_newest, event, t);

create table facts.fct_forest_change as
select
    id as change_id, 'A1' as account_id, 'P1' as plot_id, month, cause, kg::decimal(28, 10) as removal_kg,
    from_on as from_surveyed_on, to_on as to_surveyed_on, 'forest|OAKS||' as factor_id
from (values
    ('c1', date '2023-01-01', 'growth', 15000, date '2023-01-01', date '2023-03-01'),
    ('c2', date '2023-02-01', 'growth', 15000, date '2023-01-01', date '2023-03-01'),
    ('c3', date '2023-03-01', 'fire', -40000, date '2023-03-01', date '2023-03-31')
) as t (id, month, cause, kg, from_on, to_on);

create table facts.fct_forest_plot as
select
    plot_id, 'A1' as account_id, 10::decimal(18, 6) as area_ha, surveys, t::decimal(18, 6) as stock_t
from (values ('P1', 3, 90), ('P2', 1, 50), ('P3', 0, null)) as t (plot_id, surveys, t);

create table facts.fct_forest_year as
select
    'A1' as account_id, period_start, opening::decimal(28, 6) as opening_stock_t,
    first::decimal(28, 6) as first_surveyed_t, growth::decimal(28, 6) as growth_t, loss::decimal(28, 6) as loss_t,
    loss::decimal(28, 6) as event_loss_t, (growth + loss)::decimal(28, 6) as removal_t,
    (opening + first + growth + loss)::decimal(28, 6) as closing_stock_t, 0.1::decimal(9, 4) as buffer_share,
    0::decimal(28, 10) as buffer_t
from (values (date '2023-01-01', 0, 100, 30, -40), (date '2024-01-01', 90, 50, 0, 0))
as t (period_start, opening, first, growth, loss);

create table marts.mart_forest_account as
select
    account_id, 'year' as period_grain, period_start, 3 as plots, 30::decimal(28, 6) as area_ha,
    case period_start when date '2023-01-01' then 1 else 2 end as surveyed_plots,
    case period_start when date '2023-01-01' then 10 else 20 end::decimal(28, 6) as surveyed_area_ha,
    case period_start when date '2023-01-01' then 0 else 1 end as single_survey_plots,
    case period_start when date '2023-01-01' then 1 else 2 end as awaiting_plots,
    closing_stock_t as stock_tco2e, removal_t, buffer_t
from facts.fct_forest_year;

create table marts.mart_forest_plot as
select
    plot_id, account_id, area_ha, surveys, stock_t as stock_tco2e,
    case when surveys > 1 then -10 end::decimal(18, 6) as removal_t,
    case surveys when 0 then 'no_survey' when 1 then 'one_survey' else 'several_surveys' end as survey_code
from facts.fct_forest_plot;

create table marts.mart_forest_survey as
select
    s.plot_id, s.surveyed_on, s.survey_no, s.method, s.stock_t as stock_volume_m3_per_ha,
    null::decimal(18, 6) as biomass_t_per_ha, 1::decimal(18, 6) as area_ha, 'forest|OAKS||' as factor_id,
    1::decimal(13, 10) as tco2e_per_unit, s.stock_t as stock_tco2e, c.from_surveyed_on as previous_surveyed_on,
    c.change_t::decimal(18, 6) as change_tco2e, c.cause,
    case c.cause when 'growth' then c.from_surveyed_on else c.to_surveyed_on end as booked_from,
    case c.cause when 'growth' then c.to_surveyed_on else c.to_surveyed_on + 1 end as booked_to, s.line_no
from facts.fct_forest_stock as s
left join (
    select plot_id, from_surveyed_on, to_surveyed_on, cause, sum(removal_kg) / 1000 as change_t
    from facts.fct_forest_change
    group by all
) as c on s.plot_id = c.plot_id and s.surveyed_on = c.to_surveyed_on;
"""

GROWN = "the changes of a plot are its newest stock less its first"
STOCK = "a stock is what was delivered times area and parameters"
CHANGE = "a change is the stock less that of the survey before"
BOOKED = "growth and decline are booked between the surveys, what an event took on its day"
NAMED = "the removals of a forest name the parameters of its survey"
LAST = "the last year closes with the stock of the plots"
BAD_TABLES: dict[tuple[str, str], list[Bad]] = {
    ("facts", "fct_forest_stock"): [
        changed("stock_t is in its range", "stock_t = -0.000001", "plot_id = 'P2'"),
        changed("method is in its value set", "method = 'guess'", "plot_id = 'P2'"),
        changed("a plot has one first and one newest survey", "is_newest = true", "survey_no = 2"),
        changed("every stock is of a load in effect", "load_id = 'lost'", "plot_id = 'P2'"),
    ],
    ("facts", "fct_forest_change"): [
        changed("cause is in its value set", "cause = 'magic'", "cause = 'fire'"),
        changed("growth takes up and nothing else does", "cause = 'decline'", "change_id = 'c1'"),
        changed(
            "a change falls between its surveys, what an event took on its day",
            "month = date '2023-02-01'",
            "cause = 'fire'",
        ),
        removed(GROWN, "change_id = 'c2'"),
    ],
    ("facts", "fct_forest_plot"): [
        changed("every surveyed plot has its newest stock, and no other plot has one", "stock_t = 0", "plot_id = 'P3'"),
    ],
    ("facts", "fct_forest_year"): [
        changed("a year opens with what the year before closed with", "opening_stock_t = 1", "opening_stock_t = 0"),
        changed(
            "growth and loss are the removal, and events no more than the loss", "event_loss_t = -41", "loss_t < 0"
        ),
        changed("the buffer is its share of what was taken up on the whole", "buffer_t = 0.1", "loss_t < 0"),
        changed(
            "all years together took up what the plots did",
            "growth_t = growth_t - 1, removal_t = removal_t - 1",
            "loss_t < 0",
        ),
    ],
    ("marts", "mart_forest_account"): [
        repeated("account_id, period_start are unique together", "period_start = date '2023-01-01'"),
        changed("no more plots are surveyed than there are", "surveyed_plots = 4", "plots = 3"),
        changed(LAST, "stock_tco2e = 139", "stock_tco2e = 140"),
    ],
    ("marts", "mart_forest_plot"): [
        repeated("plot_id is unique", "plot_id = 'P2'"),
        changed("survey_code is in its value set", "survey_code = 'many'", "plot_id = 'P1'"),
        changed("a plot has a stock with one survey and a removal with two", "removal_t = 0", "plot_id = 'P2'"),
    ],
    ("marts", "mart_forest_survey"): [
        repeated("plot_id, surveyed_on are unique together", "plot_id = 'P2'"),
        changed("method is in its value set", "method = 'guess'", "plot_id = 'P2'"),
        changed("cause is in its value set", "cause = 'magic'", "cause = 'fire'"),
        changed(STOCK, "area_ha = 2", "plot_id = 'P2'"),
        changed(CHANGE, "change_tco2e = 30.000001", "cause = 'growth'"),
        changed(BOOKED, "booked_to = date '2023-03-31'", "cause = 'fire'"),
        changed(NAMED, "factor_id = 'forest|FIR||'", "cause = 'fire'"),
    ],
}
