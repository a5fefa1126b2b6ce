"""Credit grades, loan decisions, loans and financed emissions: tables and one wrong word per expectation.

The figures: of 400 CNY of equity and debt two banks lent 60 and 40; of 1 000 t they finance 150 and 100. A1 may borrow,
B1 fails two rules.
"""

from tests.quality.bad_rows import Bad, added, changed, removed, repeated

TABLES = """
create table reference.loan_attribute as
select * from (values ('final_colour'), ('amount_cny')) as t (attribute);

create table facts.fct_credit_rating as
select
    account_id, date '2024-01-01' as period_start, value::decimal(28, 10) as value, level_code, reason_code
from (values
    ('A1', 90, 'AAA', null), ('A2', null, 'not_rated', 'missing_basic')
) as t (account_id, value, level_code, reason_code);

create table facts.fct_borrower as
select
    account_id, 'enterprise' as borrower_type, date '2025-06-30' as decided_on, date '2024-01-01' as rated_period_start
from (values ('A1'), ('B1')) as t (account_id);

create table facts.fct_loan_application as
select *, null::decimal(38, 0) as person_key from (values
    ('A1', 'P', 'N1', 12::decimal(18, 2)), ('B1', 'P', 'N2', 13::decimal(18, 2))
) as t (account_id, product_code, application_id, amount_cny);

create table facts.fct_borrower_attribute as
select * replace (attribute_number::decimal(28, 6) as attribute_number) from (values
    ('A1', '', 'final_colour', null, 'light_green'),
    ('A1', 'P', 'amount_cny', 12, null),
    ('B1', '', 'final_colour', null, 'red')
) as t (account_id, product_code, attribute, attribute_number, attribute_text);

create table facts.fct_loan_rule_result as
select
    account_id, 'P' as product_code, rule_code, effect, attribute, attribute_number::decimal(28, 6) as attribute_number,
    attribute_text, operator, 'x' as rule_value, reason_code is null as is_passed, reason_code
from (values
    ('A1', 'AMOUNT', 'eligibility', 'amount_cny', 12, null, 'lte', null),
    ('A1', 'COLOUR', 'discount', 'final_colour', null, 'light_green', 'in', 'failed'),
    ('B1', 'AMOUNT', 'eligibility', 'amount_cny', null, null, 'lte', 'data_missing'),
    ('B1', 'COLOUR', 'eligibility', 'final_colour', null, 'red', 'in', 'failed')
) as t (account_id, rule_code, effect, attribute, attribute_number, attribute_text, operator, reason_code);

create table facts.fct_loan_eligibility as
select
    account_id, 'enterprise' as borrower_type, 'P' as product_code, date '2025-06-30' as decided_on, is_eligible,
    failed_rules, reasons_zh, reasons_en, null::decimal(9, 4) as rate_discount_bp,
    case when is_eligible then 100 end::decimal(18, 2) as max_amount_cny,
    case when is_eligible then date '2025-12-31' end as valid_until
from (values
    ('A1', true, null, null, null), ('B1', false, 'AMOUNT|COLOUR', '缺|差', 'missing|low')
) as t (account_id, is_eligible, failed_rules, reasons_zh, reasons_en);

create table facts.fct_loan as
select
    loan_id, bank_code, 'enterprise' as borrower_type, 'A1' as account_id, null::decimal(38, 0) as person_key,
    'P' as product_code, 'business_loan' as asset_class,
    100::decimal(18, 2) as contract_amount_cny, date '2023-01-01' as signed_on, date '2030-01-01' as matures_on,
    'red' as colour_at_signing, 'none' as colour_now, 'loan_contract.1' as load_id, 2::bigint as line_no
from (values ('L1', 'K1'), ('L2', 'K2')) as t (loan_id, bank_code);

create table facts.fct_loan_month as
select
    loan_id, bank_code, date '2024-12-31' as month_end, date '2024-12-01' as month, 'A1' as account_id, 'red' as colour,
    case loan_id when 'L1' then 60 else 40 end::decimal(18, 2) as outstanding_cny, 'loan_balance.1' as load_id,
    2::bigint as line_no
from facts.fct_loan;

create table facts.fct_borrower_emission as
select 'A1' as account_id, period_start, false as is_overflowing, true as is_verified
from (values (date '2024-01-01'), (date '2023-01-01')) as t (period_start);

create table facts.fct_financed_emission as
select
    loan_id, bank_code, 'A1' as account_id, period_start, is_attributed, false as is_capped,
    share::decimal(21, 12) as attribution_share, (share * 1000)::decimal(28, 6) as financed_scope1_t,
    null::decimal(28, 6) as financed_scope2_location_t, null::decimal(28, 6) as financed_scope3_t,
    case when is_attributed then 2 end as data_quality_score, reason_code, null::decimal(28, 6) as pboc_emission_t,
    'no_revenue' as pboc_reason_code
from (values
    ('L1', 'K1', date '2024-01-01', true, 0.15, null),
    ('L2', 'K2', date '2024-01-01', true, 0.1, null),
    ('L1', 'K1', date '2023-01-01', false, null, 'no_balance')
) as t (loan_id, bank_code, period_start, is_attributed, share, reason_code);

create table facts.fct_data_gap as
select 'A1' as account_id, date '2024-01-01' as period_start, reason_code
from (values ('no_revenue'), ('no_balance')) as t (reason_code);

create table facts.fct_credit_report_list as
select account_id, date '2024-01-01' as period_start, 0 as measure_count, 2 as loan_count
from (values ('A1'), ('B1')) as t (account_id);

create table marts.mart_loan as select * from facts.fct_loan;

create table marts.mart_loan_book as select loan_id, month_end, outstanding_cny, colour from facts.fct_loan_month;

create table marts.mart_financed_emission as
select *, case when not is_attributed then '无余额' end as reason_zh, '无收入' as pboc_reason_zh
from facts.fct_financed_emission;

create table marts.mart_bank_financed_emission as
select
    bank_code, period_start, count(*) as loan_count, count_if(is_attributed) as attributed_loan_count,
    sum(financed_scope1_t)::decimal(28, 6) as financed_scope1_t, 2::decimal(9, 4) as data_quality_score
from facts.fct_financed_emission
group by all;

create table marts.mart_loan_eligibility as
select *, null::decimal(38, 0) as person_key, 'abc' as input_digest from facts.fct_loan_eligibility;

create table marts.mart_loan_rule_result as
select
    *, case when not is_passed then '因为' end as reason_zh, case when not is_passed then 'because' end as reason_en
from facts.fct_loan_rule_result;

create table marts.mart_carbon_credit_report as
select
    a.account_id, e.period_start, a.account_name, 'abc' as input_digest, 2 as months_reported, 12 as months_expected,
    false as is_preliminary, 'red' as colour, e.total_location_t,
    case a.account_id when 'A1' then 'AAA' else 'not_rated' end as credit_grade,
    case when a.account_id <> 'A1' then 'missing_basic' end as credit_reason_code
from marts.mart_account as a
inner join marts.mart_account_emission as e on a.account_id = e.account_id and e.period_grain = 'year';
"""

A1, B1, L1, L2 = "account_id = 'A1'", "account_id = 'B1'", "loan_id = 'L1'", "loan_id = 'L2'"
ACCOUNT_YEAR = "account_id, period_start are unique together"
GRADE = "an account has a grade or a reason why not"
SHARE = "a loan has its share or a reason why not"
WHOLE = "the shares of all loans of a borrower are together at most the whole"
SAYS_WHY = "a rule that is not met says why"

BAD_TABLES: dict[tuple[str, str], list[Bad]] = {
    ("facts", "fct_credit_rating"): [
        repeated(ACCOUNT_YEAR, A1),
        changed("value is in its range", "value = 101", A1),
        changed(GRADE, "reason_code = null", "account_id = 'A2'"),
    ],
    ("facts", "fct_borrower"): [
        repeated("account_id is unique", A1),
        changed("the rated year was over on the day of the decision", "rated_period_start = date '2025-01-01'", A1),
    ],
    ("facts", "fct_loan_application"): [
        repeated("one application counts for each product", A1),
        changed("an applicant is an account or a person", "person_key = 1", A1),
    ],
    ("facts", "fct_borrower_attribute"): [
        repeated("account_id, product_code, attribute are unique together", B1),
        changed("an attribute is a number or a text", "attribute_number = 1", B1),
        changed("every attribute is listed and of a borrower", "attribute = 'shoe_size'", B1),
    ],
    ("facts", "fct_loan_rule_result"): [
        repeated("account_id, product_code, rule_code are unique together", A1),
        changed("reason_code is in its value set", "reason_code = 'bad_luck'", f"{B1} and rule_code = 'COLOUR'"),
        changed("what is not known never passes", "attribute_number = null", f"{A1} and is_passed"),
        changed(SAYS_WHY, "is_passed = true", f"{B1} and rule_code = 'COLOUR'"),
    ],
    ("facts", "fct_loan_eligibility"): [
        repeated("account_id, product_code are unique together", A1),
        changed("eligible is who fails no rule of effect eligibility", "is_eligible = true", B1),
        changed("no terms, amount or day without eligibility", "rate_discount_bp = 20", B1),
    ],
    ("facts", "fct_loan"): [
        repeated("loan_id is unique", L1),
        changed("colour_at_signing is in its value set", "colour_at_signing = 'blue'", L1),
        changed("colour_now is in its value set", "colour_now = 'blue'", L1),
        changed("a borrower is an account or a person", "borrower_type = 'person'", L1),
    ],
    ("facts", "fct_loan_month"): [
        added("loan_id, month are unique together", "date '2024-12-30' as month_end"),
        changed("outstanding_cny is in its range", "outstanding_cny = -1", L1),
        changed("every balance has its loan", "loan_id = 'L9'", L1),
    ],
    ("facts", "fct_borrower_emission"): [repeated(ACCOUNT_YEAR, "period_start = date '2024-01-01'")],
    ("facts", "fct_financed_emission"): [
        repeated("loan_id, period_start are unique together", L2),
        changed("attribution_share is in its range", "attribution_share = -0.1", L2),
        changed("data_quality_score is in its value set", "data_quality_score = 6", L2),
        changed(SHARE, "reason_code = null", "reason_code = 'no_balance'"),
        changed(WHOLE, "attribution_share = 0.900000000001", L2),
    ],
    ("facts", "fct_data_gap"): [
        repeated("account_id, period_start, reason_code are unique together", "reason_code = 'no_revenue'")
    ],
    ("facts", "fct_credit_report_list"): [repeated(ACCOUNT_YEAR, A1)],
    ("marts", "mart_loan"): [
        repeated("loan_id is unique", L1),
        changed("colour_at_signing is in its value set", "colour_at_signing = 'blue'", L1),
        changed("colour_now is in its value set", "colour_now = 'blue'", L1),
        removed("every loan is a fact", L1),
        changed("a borrower is an account or a person", "person_key = 1", L1),
    ],
    ("marts", "mart_loan_book"): [
        added("loan_id, month_end are unique together", "0::decimal(18, 2) as outstanding_cny"),
        changed("colour is in its value set", "colour = 'blue'", L1),
        changed("balances add up to those of the facts", "outstanding_cny = 61", L1),
    ],
    ("marts", "mart_financed_emission"): [
        repeated("loan_id, period_start are unique together", L2),
        changed("attribution_share is in its range", "attribution_share = 1.1", L2),
        changed("a loan without a share says why", "pboc_reason_zh = null", L2),
        changed("nothing is financed without a share", "financed_scope1_t = 0", "not is_attributed"),
    ],
    ("marts", "mart_bank_financed_emission"): [
        repeated("bank_code, period_start are unique together", "bank_code = 'K2'"),
        changed("data_quality_score is in its range", "data_quality_score = 0.5", "bank_code = 'K2'"),
        changed("scope 1 adds up to that of the loans", "financed_scope1_t = 101", "bank_code = 'K2'"),
    ],
    ("marts", "mart_loan_eligibility"): [
        repeated("a borrower is decided on once for each product", A1, "every decision of the facts is there"),
        changed("every failed rule has its reason in both languages", "reasons_en = 'missing'", B1),
        changed("the decision holds for a time or not at all", "valid_until = decided_on - 1", A1),
        changed("a borrower is an account or a person", "account_id = null", A1),
        removed("every decision of the facts is there", "person_key = 1"),
    ],
    ("marts", "mart_loan_rule_result"): [
        repeated("account_id, product_code, rule_code are unique together", A1),
        changed("operator is in its value set", "operator = 'like'", f"{A1} and is_passed"),
        changed("a rule that is not met says why in both languages", "reason_en = null", B1),
    ],
    ("marts", "mart_carbon_credit_report"): [
        repeated(ACCOUNT_YEAR, A1),
        changed("colour is in its value set", "colour = 'blue'", A1),
        changed("emissions are those of the account", "total_location_t = total_location_t + 1", A1),
        changed("who has no grade is told why", "credit_reason_code = 'missing_basic'", A1),
    ],
}
