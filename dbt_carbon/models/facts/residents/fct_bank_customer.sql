{#
  Whose rows a bank's file may hold: holders who last granted bank_sharing to this bank and who deal with it, by a loan, an application or, of persons, a
  behaviour that it reports. A person also needs consent to the account itself. Neither consent alone nor dealings alone make a customer.
#}
with dealing as (
    select account_id, person_key, bank_code from {{ ref('fct_loan') }}
    union
    select a.account_id, a.person_key, a.bank_code
    from {{ ref('int_loan_application__checked') }} as a
    cross join {{ ref('dim_as_of') }} as d
    where a.quarantine_reason is null and a.applied_on <= d.as_of_on
    union
    select cast(null as {{ dbt.type_string() }}) as account_id, person_key, bank_code from {{ ref('fct_person_bank') }}
),

account_consent as (
    select
        e.account_id,
        e.purpose,
        max_by(e.decision, e.decided_at) = 'granted' as is_granted
    from {{ ref('int_consent_event__checked') }} as e
    cross join {{ ref('dim_as_of') }} as d
    where e.quarantine_reason is null and e.account_id is not null and e.decided_at_local_on <= d.as_of_on
    group by e.account_id, e.purpose
)

select
    g.bank_code,
    'account' as holder_type,
    g.account_id,
    cast(null as decimal(38, 0)) as person_key
from dealing as g
inner join account_consent as s on g.account_id = s.account_id and s.purpose = 'bank_sharing:' || g.bank_code and s.is_granted
union all
select
    g.bank_code,
    'person' as holder_type,
    cast(null as {{ dbt.type_string() }}) as account_id,
    g.person_key
from dealing as g
inner join {{ ref('fct_person_consent') }} as s on g.person_key = s.person_key and s.purpose = 'bank_sharing:' || g.bank_code and s.is_granted
inner join {{ ref('fct_person_consent') }} as c on g.person_key = c.person_key and c.purpose = 'account' and c.is_granted
