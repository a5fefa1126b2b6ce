"""Products of a year, intensities, energy limits and building quotas: tables and one wrong word per expectation.

The figures: 100 t of cement with 9 tce (90 kgce/t) at 80 % clinker, limits 85.5, 92.75 and 100; a hall of 100 m2 at 75.
"""

from tests.quality.bad_rows import Bad, changed, removed, repeated

TABLES = """
create schema if not exists dimensions;
create table dimensions.dim_building as select 'B1' as account_id;

create table reference.intensity_indicator as
select * from (values ('EMISSION_PER_PRODUCT'), ('EMISSION_PER_TAX')) as t (indicator_code);

create table intermediate.int_production_output__monthly as
select
    'A1' as account_id, month, 'CEMENT' as product_code, '' as condition, 't' as unit,
    50::decimal(18, 6) as month_quantity, 4.5::decimal(18, 6) as month_energy_tce
from (values (date '2024-01-01'), (date '2024-02-01')) as t (month);

create table facts.fct_product_year as
select
    'A1' as account_id, date '2024-01-01' as period_start, 'CEMENT' as product_code, '' as condition, 't' as unit,
    100::decimal(28, 6) as quantity, 9::decimal(28, 6) as energy_tce, 2 as months_reported;

create table facts.fct_intensity_measure as
select
    account_id, period_start, 'emission' as measure_code, '' as subject_code,
    (scope1_kg + scope2_location_kg)::decimal(28, 10) as value, 'kg' as unit, null::varchar as reason_code
from facts.fct_account_period
where period_grain = 'year'
union all
select 'A1', date '2024-01-01', 'product_quantity', 'CEMENT', 100, 't', null
union all
select 'A1', date '2024-01-01', 'product_electricity', 'CEMENT', null, 'kwh', 'energy_not_allocated';

create table facts.fct_intensity as
select * replace (value::decimal(28, 10) as value, numerator::decimal(28, 10) as numerator) from (values
    ('A1', date '2024-01-01', 'EMISSION_PER_PRODUCT', 'CEMENT', 4.87, 100::decimal(28, 10), 0.0487, null),
    ('A1', date '2024-01-01', 'EMISSION_PER_TAX', '', 4.87, null, null, 'denominator_missing')
) as t (account_id, period_start, indicator_code, subject_code, numerator, denominator, value, reason_code);

create table facts.fct_rating_basis_energy_limit as
select
    'A1' as account_id, date '2024-01-01' as period_start, subject_code, 2::decimal(32, 8) as ratio_numerator,
    null::varchar as reason_code, 85.5::decimal(19, 10) as limit_grade1, 92.75::decimal(19, 10) as limit_grade2,
    100::decimal(19, 10) as limit_grade3, 9000::decimal(28, 10) as limit_energy, 100::decimal(18, 6) as limit_quantity
from (values (''), ('CEMENT')) as t (subject_code);

create table facts.fct_rating_basis_building as
select
    'B1' as account_id, date '2024-01-01' as period_start, 75::decimal(28, 10) as value,
    85::decimal(28, 10) as benchmark_value, 2::decimal(32, 8) as ratio_numerator, null::varchar as reason_code,
    70::decimal(12, 4) as guide_value;

create table marts.mart_account_intensity as
select
    *, 'industry' as domain, case when reason_code is not null then 'A sentence.' end as reason_en, true as is_complete,
    false as is_preliminary
from facts.fct_intensity;
"""

PRODUCT = "indicator_code = 'EMISSION_PER_PRODUCT'"
OF_FACTS = "every intensity of the facts is here, with the sentence of its reason"
BAD_TABLES: dict[tuple[str, str], list[Bad]] = {
    ("facts", "fct_product_year"): [
        changed("months_reported is in its range", "months_reported = 13", "true"),
        changed("every product of the months is here with its energy", "energy_tce = 9.000001", "true"),
    ],
    ("facts", "fct_intensity_measure"): [
        changed(
            "an amount has its unit, and what has none says why", "unit = null", "measure_code = 'product_quantity'"
        ),
        changed(
            "the emission of an account is scope 1 and scope 2 of its year",
            "value = value + 0.0000000001",
            "measure_code = 'emission' and account_id = 'B1'",
        ),
    ],
    ("facts", "fct_intensity"): [
        changed("an intensity has a value or a reason", "reason_code = null", "indicator_code = 'EMISSION_PER_TAX'"),
        changed("a value is its numerator over its denominator", "value = 0.04871", PRODUCT),
        changed("every intensity is of an indicator of the list", "indicator_code = 'LOST'", PRODUCT),
    ],
    ("facts", "fct_rating_basis_energy_limit"): [
        changed(
            "the grade is the best whose limit is met", "limit_energy = 9275.0000000001", "subject_code = 'CEMENT'"
        ),
        removed("the account has the grade of its worst product", "subject_code = ''"),
    ],
    ("facts", "fct_rating_basis_building"): [
        removed("every building with data is here", "true"),
        changed("the position follows the guide value and the constraint", "value = 85.0000000001", "true"),
    ],
    ("marts", "mart_account_intensity"): [
        repeated("account_id, period_start, indicator_code, subject_code are unique together", PRODUCT),
        changed("reason_code is in its value set", "reason_code = 'bad_luck'", "indicator_code = 'EMISSION_PER_TAX'"),
        changed(OF_FACTS, "value = 0.05", PRODUCT),
    ],
}
