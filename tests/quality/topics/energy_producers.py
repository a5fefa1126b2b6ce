"""Energy producers: tables and one wrong word per expectation.

The figures: a heat plant of 2024 with 500 GWh and 2 million GJ, 609 050 t of allowance and 605 000 t emitted. In 2025
there is no plan.
"""

from tests.quality.bad_rows import Bad, changed, removed, repeated

TABLES = """
create table facts.fct_energy_producer_year as
select
    'E1' as account_id, period_start, basis as electricity_basis, 500000::decimal(28, 10) as generated_mwh,
    450000::decimal(28, 10) as supplied_mwh, 2000000::decimal(28, 10) as heat_gj,
    benchmark::decimal(9, 4) as electricity_benchmark, power::decimal(28, 13) as allowance_electricity_t,
    heat::decimal(28, 13) as allowance_heat_t, (power + heat)::decimal(28, 13) as allowance_t,
    605000::decimal(16, 6) as emission_t, (power + heat - 605000)::decimal(28, 13) as surplus_t, reason_code,
    12 as output_months
from (values
    (date '2024-01-01', 'generated', 0.8049, 402450, 206600, null),
    (date '2025-01-01', null, null, null, null, 'no_benchmark')
) as t (period_start, basis, benchmark, power, heat, reason_code);

create table facts.fct_rating_basis_ets as
select
    account_id, period_start, reason_code,
    case when reason_code is null then (emission_t * 100000)::decimal(32, 8) end as ratio_numerator,
    case when reason_code is null then (allowance_t * 100000)::decimal(32, 8) end as ratio_denominator
from facts.fct_energy_producer_year;

create table marts.mart_energy_account as
select
    account_id, period_start, surplus_t, 97.49::decimal(12, 4) as carbon_price_cny_per_t,
    (surplus_t * 97.49)::decimal(28, 2) as surplus_value_cny,
    case when reason_code is null then 'light_green' else 'none' end as colour,
    case when reason_code is not null then 'A sentence.' end as reason_en, true as is_complete
from facts.fct_energy_producer_year;
"""

PLANNED = "period_start = date '2024-01-01'"
PARTS = "an allowance is that of power and that of heat, or there is a reason"
OF_FACTS = "every producer and year of the facts is here, with its colour or the sentence of its reason"
BAD_TABLES: dict[tuple[str, str], list[Bad]] = {
    ("facts", "fct_energy_producer_year"): [
        changed("electricity_basis is in its value set", "electricity_basis = 'sold'", "reason_code is not null"),
        changed("output_months is in its range", "output_months = 13", PLANNED),
        changed(PARTS, "allowance_heat_t = null", PLANNED),
        changed("power counts on the basis of its plan", "electricity_basis = 'supplied'", PLANNED),
        changed("a surplus is the allowance less the emission", "surplus_t = -surplus_t", PLANNED),
    ],
    ("facts", "fct_rating_basis_ets"): [
        removed("every producer and year is here, with the reason of its allowance", "reason_code is not null"),
        changed(
            "what is compared is the emission and the allowance",
            "ratio_denominator = ratio_denominator + 0.00000001",
            PLANNED,
        ),
    ],
    ("marts", "mart_energy_account"): [
        repeated("account_id, period_start are unique together", PLANNED),
        changed(OF_FACTS, "colour = 'none'", PLANNED),
        changed("a surplus is worth its price", "surplus_value_cny = surplus_value_cny + 0.01", PLANNED),
    ],
}
