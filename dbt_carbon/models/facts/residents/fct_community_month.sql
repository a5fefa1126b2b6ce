{{ config(
    materialized='by_month',
    month_column='month',
    volume_source='personal_behaviour',
    also_dirty='months_of_another_close'
) }}

{#
  Who did something that counts in a closed month, by place and by the scenario groups in which grams were saved: each person stands in one row, so that any
  set of rows adds up. Region, village and consent are those of the moment in which the month closed; nothing known later changes them. An open month has no
  rows, so that a day's records cost nothing here. One row more of no region says that a month was built, whoever is in it.
#}
with month_cut as (
    select
        m.closed_at,
        m.register_digest,
        coalesce(r.value, 0) = 1 as counts_everybody
    from {{ ref('fct_month_close') }} as m
    left join {{ ref('resident_rule') }} as r on r.rule_code = 'COUNT_WITHOUT_CONSENT' and {{ holds_on('r', 'm.month') }}
    where m.month = {{ month_start() }} and m.is_closed
),

registered as (
    select v.person_key, v.region_code, v.village_code
    from {{ ref('fct_person_version') }} as v
    inner join month_cut as c on v.known_from <= c.closed_at and (v.known_until is null or v.known_until > c.closed_at)
),

held as (
    select s.person_key, s.purpose, s.is_granted
    from {{ ref('fct_consent_span') }} as s
    inner join month_cut as c on s.held_from <= c.closed_at and (s.held_until is null or s.held_until > c.closed_at)
),

{# Never decided is not withdrawn. #}
eligible as (
    select r.person_key, r.region_code, r.village_code
    from registered as r
    cross join month_cut as c
    left join held as a on r.person_key = a.person_key and a.purpose = 'account' and a.is_granted
    left join held as w on r.person_key = w.person_key and w.purpose = 'public_statistics' and not w.is_granted
    where c.counts_everybody or (a.person_key is not null and w.person_key is null)
),

place_total as (
    select
        e.region_code,
        e.village_code,
        {%- for group in resident_groups() %}
        p.{{ group }}_g > 0 as has_{{ group }},
        {%- endfor %}
        count(*) as persons,
        sum(p.counted_records) as counted_records,
        sum(p.reduction_g) as reduction_g,
        {%- for group in resident_groups() %}
        sum(p.{{ group }}_g) as {{ group }}_g,
        {%- endfor %}
        max(case when p.depends_on_proposal then 1 else 0 end) as depends_on_proposal
    from {{ ref('fct_person_month') }} as p
    inner join eligible as e on p.person_key = e.person_key
    where p.month = {{ month_start() }} and p.counted_records > 0
    group by e.region_code, e.village_code{% for group in resident_groups() %}, p.{{ group }}_g > 0{% endfor %}
),

totals as (
    select * from place_total
    union all
    select ''{{ ", ''" }}{{ ', false' * resident_groups() | length }}, 0, 0, 0{{ ', 0' * resident_groups() | length }}, 0
)

select
    {{ month_start() }} as month,
    t.region_code,
    t.village_code,
    {%- for group in resident_groups() %}
    t.has_{{ group }},
    {%- endfor %}
    cast(t.persons as bigint) as persons,
    cast(t.counted_records as bigint) as counted_records,
    cast(t.reduction_g as decimal(33, 10)) as reduction_g,
    {%- for group in resident_groups() %}
    cast(t.{{ group }}_g as decimal(33, 10)) as {{ group }}_g,
    {%- endfor %}
    t.depends_on_proposal = 1 as depends_on_proposal,
    c.closed_at,
    c.register_digest
from totals as t
cross join month_cut as c
