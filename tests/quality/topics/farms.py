"""What farms and orchards emit, fix and neutralise: the tables and one wrong word for each expectation.

G1, a farm, neutralises 1 000 kg by straw and 500 by manure and emits 400; G2 emits and neutralises nothing. O1, an
orchard of 10 mu, fixes 900 kg and emits 400, of which 100 upstream; of O2 no area is known.
"""

from tests.quality.bad_rows import Bad, changed, removed, repeated

TABLES = """
create table facts.fct_farm_part as
select
    account_id, date '2024-01-01' as period_start, fact, part, scope, activity_code, gas, 4 as data_quality_tier,
    kg::decimal(28, 10) as co2e_kg
from (values
    ('G1', 'emission', 'livestock', 1, 'PIG', 'CH4', 400), ('G1', 'removal', 'straw', 0, 'STRAW_RETURN', 'CO2', 1000),
    ('G1', 'reduction', 'manure', 0, 'MANURE_DIGESTED_PIG', 'CH4', 500),
    ('G2', 'emission', 'energy', 1, 'DIESEL', 'CO2', 7), ('O1', 'emission', 'energy', 2, 'ELECTRICITY', 'CO2', 300),
    ('O1', 'emission', 'input', 3, 'FILM_INPUT', 'CO2', 100),
    ('O1', 'removal', 'orchard', 0, 'ORCHARD_FIXATION', 'CO2', 900),
    ('O2', 'removal', 'orchard', 0, 'ORCHARD_FIXATION', 'CO2', 50)
) as t (account_id, fact, part, scope, activity_code, gas, kg);

create table facts.fct_farm_year as
with figure as (
    select
        account_id, period_start,
        sum(case when fact = 'emission' then co2e_kg else 0 end)::decimal(28, 10) as emitted_kg,
        sum(case when fact = 'removal' then co2e_kg else 0 end)::decimal(28, 10) as removal_kg,
        sum(case when fact <> 'emission' and part = 'straw' then co2e_kg else 0 end)::decimal(28, 10) as straw_kg,
        sum(case when fact <> 'emission' and part = 'manure' then co2e_kg else 0 end)::decimal(28, 10) as manure_kg
    from facts.fct_farm_part
    group by account_id, period_start
)

select
    account_id, period_start, case when account_id like 'O%' then 'orchard' else 'agriculture' end as domain,
    case account_id when 'G1' then 2 end::decimal(18, 6) as area_ha,
    case account_id when 'O1' then 10 end::decimal(18, 2) as orchard_area_mu,
    straw_kg as straw_neutralised_kg, 0::decimal(28, 10) as soil_neutralised_kg, manure_kg as manure_neutralised_kg,
    straw_kg + manure_kg as neutralised_kg, removal_kg, emitted_kg, removal_kg as fixed_kg,
    removal_kg - emitted_kg as net_removal_kg,
    case when account_id like 'O%' then (removal_kg - emitted_kg) * 0.001 end::decimal(16, 6) as reward_t
from figure;

create table facts.fct_rating_basis_neutral as
select
    account_id, period_start,
    case when area_ha > 0 then 'neutralised_t_per_ha' else 'neutralised_t_per_year' end as indicator,
    (neutralised_kg * 0.001 / coalesce(area_ha, 1))::decimal(28, 10) as value,
    (neutralised_kg * 0.001)::decimal(32, 8) as ratio_numerator, null::varchar as reason_code
from facts.fct_farm_year
where domain = 'agriculture';

create table facts.fct_rating_basis_orchard as
select
    account_id, period_start, (net_removal_kg * 0.001 / orchard_area_mu)::decimal(28, 10) as value,
    case when orchard_area_mu is not null then net_removal_kg * 0.001 end::decimal(32, 8) as ratio_numerator,
    case when orchard_area_mu is null then 'no_area' end as reason_code
from facts.fct_farm_year
where domain = 'orchard';

create table marts.mart_farm_account as
select
    f.account_id, f.period_start, 'farm' as account_name, '330803' as region_code,
    0::decimal(28, 13) as total_location_t,
    (f.straw_neutralised_kg * 0.001)::decimal(28, 13) as straw_neutralised_t, 0::decimal(28, 13) as soil_neutralised_t,
    (f.manure_neutralised_kg * 0.001)::decimal(28, 13) as manure_neutralised_t,
    (f.neutralised_kg * 0.001)::decimal(28, 13) as neutralised_t, 1::decimal(28, 13) as net_t, b.indicator,
    case when f.neutralised_kg > 0 then 'LIGHT_GREEN' else 'NOT_LISTED' end as level_code,
    case when f.neutralised_kg > 0 then 'light_green' else 'none' end as colour, f.neutralised_kg > 0 as is_listed,
    90::decimal(9, 4) as confidence_pct, b.reason_code, false as is_preliminary, true as depends_on_proposal
from facts.fct_farm_year as f
inner join facts.fct_rating_basis_neutral as b on f.account_id = b.account_id;

create table marts.mart_orchard_account as
select
    f.account_id, f.period_start, 'orchard' as account_name, '330803' as region_code,
    (f.emitted_kg * 0.001)::decimal(28, 13) as emitted_t, (f.emitted_kg * 0.001)::decimal(28, 13) as energy_emission_t,
    0::decimal(28, 13) as soil_emission_t, 0::decimal(28, 13) as tillage_emission_t,
    0::decimal(28, 13) as burning_emission_t,
    0::decimal(28, 13) as input_emission_t, 0::decimal(28, 13) as other_emission_t,
    (f.fixed_kg * 0.001)::decimal(28, 13) as fixed_t, (f.fixed_kg * 0.001)::decimal(28, 13) as orchard_removal_t,
    0::decimal(28, 13) as other_removal_t, (f.net_removal_kg * 0.001)::decimal(28, 13) as net_removal_t, f.reward_t,
    case when b.reason_code is null then 'DARK_GREEN' else 'not_rated' end as level_code,
    case when b.reason_code is null then 'dark_green' else 'none' end as colour, 90::decimal(9, 4) as confidence_pct,
    b.reason_code, true as is_complete, false as is_preliminary, true as depends_on_proposal
from facts.fct_farm_year as f
inner join facts.fct_rating_basis_orchard as b on f.account_id = b.account_id;
"""

G1, G2, O1, O2 = "account_id = 'G1'", "account_id = 'G2'", "account_id = 'O1'", "account_id = 'O2'"
ACCOUNT_YEAR = "account_id, period_start are unique together"
BY_LAND = "every year of a farm is here, by its land where it has some"
BY_AREA = "every year of an orchard is here, and none is rated without an area"
SCOPED = "an emission has a scope, inputs and freight the third, and nothing else has one"
NEUTRALISED = "what is rated is what is neutralised, to the gram, and nothing a value of its own"
NET = "what is rated is the net of the orchard, to the gram, on its side of zero"
FARM_PUBLISHED = "every year of a farm is published, as its account says"
BAD_TABLES: dict[tuple[str, str], list[Bad]] = {
    ("facts", "fct_farm_part"): [
        changed("fact is in its value set", "fact = 'wish'", "part = 'straw'"),
        changed("part is in its value set", "part = 'moon'", "part = 'straw'"),
        changed(SCOPED, "scope = 1", "part = 'input'"),
        changed("only a forest loses what it had taken up", "co2e_kg = -1", "part = 'manure'"),
    ],
    ("facts", "fct_farm_year"): [
        changed("domain is in its value set", "domain = 'industry'", G2),
        changed("what is neutralised is the sum of three paths", "soil_neutralised_kg = 1", G2),
        changed("net removal is what is fixed less what is emitted", "net_removal_kg = 1", G2),
        changed("the figures are those of the parts", "removal_kg = removal_kg + 1", O1),
        changed("only an orchard earns, and only by a net removal", "reward_t = 1", G1),
    ],
    ("facts", "fct_rating_basis_neutral"): [
        changed(BY_LAND, "indicator = 'neutralised_t_per_ha'", G2),
        changed(NEUTRALISED, "value = 0.1", G2),
    ],
    ("facts", "fct_rating_basis_orchard"): [
        changed(BY_AREA, "reason_code = null", O2),
        changed(NET, "value = -value", O1),
    ],
    ("marts", "mart_farm_account"): [
        repeated(ACCOUNT_YEAR, G1),
        changed("colour is in its value set", "colour = 'blue'", G1),
        changed("indicator is in its value set", "indicator = 'charm'", G1),
        changed("confidence_pct is in its range", "confidence_pct = 101", G1),
        changed("the three paths add up", "soil_neutralised_t = 0.001", G1),
        changed("who is listed has a colour, and who is not rated a reason", "is_listed = true", G2),
        removed(FARM_PUBLISHED, G2),
    ],
    ("marts", "mart_orchard_account"): [
        repeated(ACCOUNT_YEAR, O1),
        changed("colour is in its value set", "colour = 'blue'", O1),
        changed("confidence_pct is in its range", "confidence_pct = -1", O1),
        changed("reward_t is in its range", "reward_t = -0.000001", O1),
        changed(
            "net removal is what is fixed less what is emitted, each the sum of its parts", "soil_emission_t = 1", O1
        ),
        changed("an orchard has a colour or a reason", "reason_code = null", O2),
        removed("every year of an orchard is published", O2),
    ],
}
