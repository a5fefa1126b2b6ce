"""Account years, peers, ratings and colours: the tables and one wrong word for each expectation.

The figures: six firms, 1 560 t on 10 000 000 CNY, of which firm 4 has 400 t on 1 000 000: 4 against 1.288889 of the
others, and 2.564103 of the whole.
"""

from tests.quality.bad_rows import Bad, changed, removed, repeated

TABLES = """
create table reference.colour as
select * from (values ('none', 0), ('dark_green', 1), ('light_green', 3), ('yellow', 4), ('red', 5))
    as t (colour_code, severity_rank);

create table facts.fct_account_year as
select
    account_id, period_start, domain, ((scope1_kg + scope2_location_kg) * 0.001)::decimal(16, 6) as emission_t,
    null::decimal(18, 2) as added_value_cny, 5::decimal(12, 6) as relative_sigma_pct
from facts.fct_account_period
where period_grain = 'year'
union all
select 'F' || number, date '2024-01-01', 'industry', emission_t, added_value_cny, 5
from (values (1, 100, 1000000), (2, 200, 1000000), (3, 300, 1000000), (4, 400, 1000000), (5, 500, 5000000),
    (6, 60, 1000000)) as t (number, emission_t, added_value_cny);

create table facts.fct_rating_measure as
select
    account_id, period_start, measure, case when account_id <> 'A1' then '30' end as division_code,
    emission_t as numerator_t, case measure when 'total' then 1 else added_value_cny end::decimal(18, 2) as denominator,
    case measure when 'total' then 1 else 10000 end::decimal(5, 0) as value_scale,
    case
        when measure = 'total' then emission_t when account_id = 'F5' then 1
        else emission_t * 10000 / added_value_cny
    end::decimal(28, 10) as value,
    case when measure <> 'total' and added_value_cny is null then 'no_added_value' end as reason_code
from facts.fct_account_year
cross join (values ('intensity'), ('efficiency'), ('total')) as m (measure)
where domain = 'industry';

create table facts.fct_peer_member as
select
    'division|30|2024-01-01' as group_id, account_id, period_start, 'division' as group_type, '30' as group_code,
    true as is_intensity_member, true as is_efficiency_member, true as is_total_member, emission_t,
    emission_t as zj_emission_t, added_value_cny, true as is_complete
from facts.fct_account_year
where added_value_cny is not null;

create table facts.fct_peer_group as
select
    'division|30|2024-01-01' as group_id, measure, date '2024-01-01' as period_start, 'division' as group_type,
    '30' as group_code, 6 as members, 1560::decimal(19, 6) as numerator_t, denominator::decimal(18, 2) as denominator
from (values ('intensity', 10000000), ('efficiency', 10000000), ('total', 6)) as t (measure, denominator);

create table facts.fct_rating_benchmark as
select
    'F4' as account_id, date '2024-01-01' as period_start, measure, 'industry' as compared_with,
    'division' as benchmark_source, 'division|30|2024-01-01' as benchmark_group_id, 5 as other_members,
    null::decimal(18, 8) as published_value, numerator_t::decimal(19, 6) as numerator_t,
    denominator::decimal(18, 2) as denominator
from (values ('intensity', 1160, 9000000), ('efficiency', 1560, 10000000), ('total', 1160, 5))
    as t (measure, numerator_t, denominator);

create table facts.fct_rating_rule as
select
    date '2024-01-01' as period_start, scheme_code, indicator, level_code, indicator || '|' || level_code as rule_id,
    lower_bound::decimal(9, 3) as lower_bound, false as lower_inclusive, upper_bound::decimal(9, 3) as upper_bound,
    upper_bound is not null as upper_inclusive
from (values
    ('ZJ_CARBON_EFFICIENCY', 'K', '1', null, 2), ('ZJ_CARBON_EFFICIENCY', 'K', '5', 2, null),
    ('QUZHOU_3D4C', 'industry_advancement', 'GREEN', null, 1), ('QUZHOU_3D4C', 'industry_advancement', 'YELLOW', 1, 2),
    ('QUZHOU_3D4C', 'industry_advancement', 'RED', 2, null)
) as t (scheme_code, indicator, level_code, lower_bound, upper_bound);

create table facts.fct_rating_basis_efficiency as
select
    account_id, period_start, 'ZJ_CARBON_EFFICIENCY' as scheme_code, indicator, '' as subject_code,
    0.25::decimal(12, 10) as self_share
from facts.fct_rating_measure
cross join (values ('L'), ('K')) as i (indicator)
where measure = 'efficiency';

create table facts.fct_rating_basis_dimension as
select account_id, period_start, 'QUZHOU_3D4C' as scheme_code, indicator, measure as subject_code
from facts.fct_rating_measure
cross join (values ('industry_advancement'), ('regional_contribution'), ('historical_decline')) as i (indicator)
where measure <> 'efficiency';

create table facts.fct_rating_basis as
select
    'F4' as account_id, date '2024-01-01' as period_start, scheme_code, indicator, subject_code,
    numerator::decimal(32, 8) as ratio_numerator, denominator::decimal(32, 8) as ratio_denominator, benchmark_source,
    reason_code
from (values
    ('ZJ_CARBON_EFFICIENCY', 'K', '', 4000000000, 1560000000, 'division', null),
    ('QUZHOU_3D4C', 'industry_advancement', 'intensity', 3600000000, 1160000000, 'division', null),
    ('QUZHOU_3D4C', 'historical_decline', 'intensity', null, null, null, 'no_year_before')
) as t (scheme_code, indicator, subject_code, numerator, denominator, benchmark_source, reason_code);

create table facts.fct_rating as
select
    b.*, r.ratio::decimal(28, 10) as ratio, coalesce(r.level_code, 'not_rated') as level_code,
    coalesce(r.colour, 'none') as colour, r.indicator || '|' || r.level_code as rule_id,
    r.distance_pct::decimal(12, 6) as distance_pct, r.confidence_pct::decimal(9, 4) as confidence_pct,
    true as depends_on_proposal, 4 as weakest_evidence_rank
from facts.fct_rating_basis as b
left join (values
    ('K', 2.5641025641, '5', 'none', 27.5, 90), ('industry_advancement', 3.1034482759, 'RED', 'red', 35.555556, 99)
) as r (indicator, ratio, level_code, colour, distance_pct, confidence_pct) on b.indicator = r.indicator;

create table facts.fct_matrix_colour as
select
    'F4' as account_id, period_start, colour, colour as industry_colour, null::varchar as matrix_id,
    confidence_pct::decimal(9, 4) as confidence_pct, reason_code
from (values (date '2023-01-01', 'yellow', 80, null), (date '2024-01-01', 'red', 99, null),
    (date '2025-01-01', 'none', null, 'no_peers')) as t (period_start, colour, confidence_pct, reason_code);

create table facts.fct_account_colour as
select
    account_id, period_start, colour, lag(colour) over (order by period_start) as previous_colour,
    case when colour = 'none' then 'not_rated' else upper(colour) end as level_code, industry_colour, reason_code
from facts.fct_matrix_colour;

create table marts.mart_account_rating as
select
    *, case when reason_code is not null then 'A sentence.' end as reason_en, true as is_complete,
    false as is_preliminary
from facts.fct_rating;

create table marts.mart_account_colour as
select
    *, case when reason_code is not null then 'A sentence.' end as reason_en, 'none' as region_colour,
    'none' as history_colour, true as is_complete, false as is_preliminary, true as depends_on_proposal
from facts.fct_account_colour;

create table marts.mart_peer_group as
select *, case when measure <> 'total' then denominator end as added_value_cny from facts.fct_peer_group;

create table marts.mart_peer_member as select * from facts.fct_peer_member;
"""

FIRM = "account_id = 'F4'"
DIMENSION = "indicator = 'industry_advancement'"
LEVEL_OR_REASON = "a rating has a level or a reason"
RATING_OF_FACTS = "every rating of the facts is here, with the sentence of its reason"
COLOUR_OF_FACTS = "every colour of the facts is here, with the sentence of its reason"
RATING_KEY = "account_id, period_start, scheme_code, indicator, subject_code are unique together"
OF_MEMBERS = "sums are those of the members"
OF_PUBLISHED_MEMBERS = "sums are those of the published members"
CAN_BE_COMPARED = "a member can be compared by what it counts for"
PREVIOUS = "the colour of the year before is that year's"
BAD_TABLES: dict[tuple[str, str], list[Bad]] = {
    ("facts", "fct_account_year"): [
        changed("relative_sigma_pct is in its range", "relative_sigma_pct = -1", FIRM),
        changed(
            "the emission of a year is its total to the gram", "emission_t = emission_t + 0.000001", "account_id = 'A1'"
        ),
    ],
    ("facts", "fct_rating_measure"): [
        changed("measure is in its value set", "measure = 'charm'", f"{FIRM} and measure = 'total'"),
        changed("a measure has a value or a reason", "reason_code = 'no_emission'", f"{FIRM} and measure = 'total'"),
        changed(
            "a value is its numerator over its denominator", "value = 4.000001", f"{FIRM} and measure = 'intensity'"
        ),
    ],
    ("facts", "fct_peer_member"): [
        changed(
            "group_type is in its value set",
            "group_type = 'street'",
            FIRM,
            "every account that can be compared is in its division",
        ),
        changed(CAN_BE_COMPARED, "added_value_cny = 0", FIRM),
        removed("every account that can be compared is in its division", FIRM),
    ],
    ("facts", "fct_peer_group"): [
        changed(OF_MEMBERS, "denominator = denominator + 0.01", "measure = 'intensity'"),
    ],
    ("facts", "fct_rating_benchmark"): [
        changed("benchmark_source is in its value set", "benchmark_source = 'rumour'", "measure = 'total'"),
        changed(
            "an average is of the others, by the Zhejiang rule of all", "numerator_t = 1560", "measure = 'intensity'"
        ),
    ],
    ("facts", "fct_rating_rule"): [
        changed(
            "the levels of an indicator follow each other without gap or overlap",
            "lower_inclusive = true",
            "level_code = '5'",
        ),
    ],
    ("facts", "fct_rating_basis_efficiency"): [
        changed("self_share is in its range", "self_share = 1.1", FIRM),
        removed("both indicators of every firm are here", f"{FIRM} and indicator = 'L'"),
    ],
    ("facts", "fct_rating_basis_dimension"): [
        removed("three dimensions of every firm are here", f"{FIRM} and subject_code = 'total' and {DIMENSION}"),
    ],
    ("facts", "fct_rating_basis"): [
        changed("benchmark_source is in its value set", "benchmark_source = 'rumour'", DIMENSION),
        changed("what can be rated has two sides to compare", "ratio_denominator = 0", DIMENSION),
    ],
    ("facts", "fct_rating"): [
        changed("confidence_pct is in its range", "confidence_pct = 100.0001", DIMENSION),
        changed("distance_pct is in its range", "distance_pct = -1", DIMENSION),
        changed(LEVEL_OR_REASON, "reason_code = 'no_peers'", DIMENSION),
        changed("the ratio lies within the bounds of its level", "ratio = 1.9999", DIMENSION),
        changed("what depends on a proposal says so in its evidence", "weakest_evidence_rank = 1", DIMENSION),
    ],
    ("facts", "fct_matrix_colour"): [
        changed("confidence_pct is in its range", "confidence_pct = -1", "colour = 'red'"),
        changed(
            "there is a colour where the industry advancement has one", "reason_code = 'no_peers'", "colour = 'red'"
        ),
        changed("no colour is better than that of the industry advancement", "colour = 'dark_green'", "colour = 'red'"),
    ],
    ("facts", "fct_account_colour"): [
        changed("an account has a colour or a reason", "reason_code = null", "colour = 'none'"),
        changed(PREVIOUS, "previous_colour = 'dark_green'", "colour = 'red'"),
    ],
    ("marts", "mart_account_rating"): [
        repeated(RATING_KEY, DIMENSION),
        changed("colour is in its value set", "colour = 'blue'", DIMENSION),
        changed("confidence_pct is in its range", "confidence_pct = 101", DIMENSION),
        changed(RATING_OF_FACTS, "ratio = 3", DIMENSION),
    ],
    ("marts", "mart_account_colour"): [
        repeated("account_id, period_start are unique together", "colour = 'red'"),
        changed("colour is in its value set", "colour = 'blue'", "colour = 'red'", COLOUR_OF_FACTS),
        removed(COLOUR_OF_FACTS, "colour = 'red'"),
    ],
    ("marts", "mart_peer_group"): [
        repeated("group_id, measure are unique together", "measure = 'total'"),
        changed(OF_PUBLISHED_MEMBERS, "members = 5", "measure = 'total'"),
    ],
    ("marts", "mart_peer_member"): [
        repeated("group_id, account_id are unique together", FIRM),
        changed("every member has its group", "group_id = 'lost'", FIRM),
    ],
}
