"""Consent, loans, decisions and reports of persons: tables and one wrong word per expectation.

Person 1 consented to everything, owes bank K1 60 CNY and may borrow; person 2 consented to the account only and fails a
rule. It runs after the topic lending and adds persons to its tables.
"""

from tests.quality.bad_rows import Bad, changed, removed, repeated

TABLES = """
create table facts.fct_person_consent as
select person_key::decimal(38, 0) as person_key, purpose, is_granted, timestamp '2025-01-01' as decided_at
from (values
    (1, 'account', true), (1, 'credit_reporting', true), (1, 'bank_sharing:K1', true), (2, 'account', true),
    (2, 'credit_reporting', false)
) as t (person_key, purpose, is_granted);

create table facts.fct_bank_customer as
select 'K1' as bank_code, holder_type, account_id, person_key::decimal(38, 0) as person_key
from (values ('account', 'A1', null), ('person', null, 1)) as t (holder_type, account_id, person_key);

create table facts.fct_person_borrower as
select
    person_key::decimal(38, 0) as person_key, date '2025-06-30' as decided_on, 'dark_green' as personal_colour,
    consent_credit_reporting
from (values (1, 'true'), (2, null)) as t (person_key, consent_credit_reporting);

create table facts.fct_person_loan_decision as
select
    person_key::decimal(38, 0) as person_key, 'Q' as product_code, date '2025-06-30' as decided_on,
    'dark_green' as colour, rule_states::decimal(18, 0) as rule_states, rule_states = 0 as is_eligible,
    case when rule_states = 0 then 100 end::decimal(18, 2) as max_amount_cny,
    case when rule_states = 0 then date '2026-06-30' end as valid_until
from (values (1, 0), (2, 2)) as t (person_key, rule_states);

create table facts.fct_person_loan_outcome as
select
    'Q' as product_code, rule_states::decimal(18, 0) as rule_states, 'dark_green' as colour, failed_rules, reasons_zh,
    reasons_en, null::varchar as failed_discount_rules,
    case when failed_rules is null then 'dark_green' end as term_colour,
    case when failed_rules is null then 50 end::decimal(9, 4) as rate_discount_bp
from (values (0, null, null, null), (2, 'CONSENT', '未授权', 'no consent')) as t (
    rule_states, failed_rules, reasons_zh, reasons_en
);

create table facts.fct_person_report_list as
select 1::decimal(38, 0) as person_key, 1 as loan_count, 60::decimal(18, 2) as outstanding_cny;

insert into facts.fct_loan_application by name
select 1::decimal(38, 0) as person_key, 'Q' as product_code, 'N3' as application_id, 14 as amount_cny;

insert into facts.fct_loan by name
select * replace (
    'L3' as loan_id, null as account_id, 1::decimal(38, 0) as person_key, 'person' as borrower_type,
    'consumer_loan' as asset_class
)
from facts.fct_loan where loan_id = 'L1';

insert into marts.mart_loan by name select * from facts.fct_loan where loan_id = 'L3';

insert into marts.mart_loan_eligibility by name
select
    person_key, 'person' as borrower_type, product_code, decided_on, is_eligible, failed_rules, reasons_zh, reasons_en,
    rate_discount_bp, max_amount_cny, valid_until, 'abc' as input_digest
from facts.fct_person_loan_decision
inner join facts.fct_person_loan_outcome using (product_code, rule_states, colour);

create table marts.mart_bank_customer as select * from facts.fct_bank_customer;

create table marts.mart_publishable_person as
select person_key from facts.fct_person_consent where purpose = 'account' and is_granted;

create table marts.mart_personal_carbon_report as
select
    person_key, date '2025-06-30' as reported_on, 'abc' as input_digest, 'dark_green' as colour,
    104700::decimal(28, 10) as reduction_g, 4700::decimal(28, 10) as reduction_12m_g
from facts.fct_person_report_list;
"""

PERSON1, PERSON2 = "person_key = 1", "person_key = 2"
BOTH = "nobody is reported on without both consents"

BAD_TABLES: dict[tuple[str, str], list[Bad]] = {
    ("facts", "fct_person_consent"): [],
    ("facts", "fct_bank_customer"): [
        changed("holder_type is in its value set", "holder_type = 'bank'", "account_id = 'A1'"),
        changed("a customer is an account or a person", "account_id = 'A1'", PERSON1),
    ],
    ("facts", "fct_person_borrower"): [
        repeated("person_key is unique", PERSON1),
        changed("personal_colour is in its value set", "personal_colour = 'red'", PERSON1),
        changed("consent_credit_reporting is in its value set", "consent_credit_reporting = 'yes'", PERSON1),
    ],
    ("facts", "fct_person_loan_decision"): [
        removed("each borrower is decided on once for each product", PERSON1),
        changed("no amount or day without eligibility", "max_amount_cny = 1", PERSON2),
    ],
    ("facts", "fct_person_loan_outcome"): [
        repeated("product_code, rule_states, colour are unique together", "rule_states = 0"),
        changed("no terms where a rule failed", "term_colour = 'none'", "rule_states = 2"),
        removed("every decision has its outcome", "rule_states = 2"),
    ],
    ("facts", "fct_person_report_list"): [
        repeated("person_key is unique", PERSON1),
        changed("outstanding_cny is in its range", "outstanding_cny = -1", PERSON1),
        changed(BOTH, "person_key = 2", PERSON1),
    ],
    ("marts", "mart_bank_customer"): [
        changed("no person is a customer without both consents", "person_key = 2", PERSON1),
        repeated("a customer stands there once", "account_id = 'A1'"),
    ],
    ("marts", "mart_publishable_person"): [
        repeated("person_key is unique", PERSON1),
        changed("nobody is published without consent", "person_key = 3", PERSON2),
    ],
    ("marts", "mart_personal_carbon_report"): [
        repeated("person_key is unique", PERSON1),
        changed("colour is in its value set", "colour = 'red'", PERSON1),
        changed(BOTH, "person_key = 2", PERSON1),
        changed("twelve months are a part of the whole", "reduction_12m_g = 104701", PERSON1),
    ],
}
