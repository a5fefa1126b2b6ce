{#
  What a person's account says today: all years added up, the twelve full months before as_of, the colour of the scheme that is primary for residents. Facts
  ignore consent; has_account_consent tells who may have a row in a file.
#}
with total as (
    select
        person_key,
        min(first_on) as first_on,
        max(last_on) as last_on,
        sum(records) as records,
        sum(counted_records) as counted_records,
        sum(held_records) as held_records,
        sum(reduction_g) as reduction_g,
        {%- for group in resident_groups() %}
        sum({{ group }}_g) as {{ group }}_g,
        {%- endfor %}
        sum(emission_g) as emission_g,
        max(case when depends_on_proposal then 1 else 0 end) = 1 as depends_on_proposal,
        max(weakest_evidence_rank) as weakest_evidence_rank
    from {{ ref('fct_person_year') }}
    group by person_key
),

last_twelve as (
    select
        m.person_key,
        sum(m.reduction_g) as reduction_g
    from {{ ref('fct_person_month') }} as m
    cross join {{ ref('dim_as_of') }} as d
    where m.month >= {{ add_months('d.open_month', -12) }} and m.month < d.open_month
    group by m.person_key
),

bank as (
    select
        person_key,
        {{ ordered_text('bank_code', 'bank_code', "';'") }} as banks
    from {{ ref('fct_person_bank') }}
    group by person_key
),

consent as (
    select person_key
    from {{ ref('fct_person_consent') }}
    where purpose = 'account' and is_granted
),

{# A corrected set of rules, published later for the same days, takes the place of the earlier one. #}
rule_set as (
    select
        r.*,
        dense_rank() over (partition by r.scheme_code, r.indicator order by r.published_on desc nulls last, r.valid_from desc nulls last) as place
    from {{ ref('rating_rule') }} as r
    cross join {{ ref('dim_as_of') }} as d
    where {{ holds_on('r', 'd.as_of_on') }}
),

level as (
    select
        r.*,
        cast(r.lower_bound * cast(1000 as decimal(4, 0)) as decimal(28, 10)) as lower_g,
        cast(r.upper_bound * cast(1000 as decimal(4, 0)) as decimal(28, 10)) as upper_g
    from rule_set as r
    inner join {{ ref('scheme') }} as s on r.scheme_code = s.scheme_code and s.domain = 'resident' and s.is_primary
    where r.place = 1
),

account as (
    select
        p.person_key,
        p.region_code,
        p.village_code,
        p.opened_on,
        t.first_on,
        t.last_on,
        coalesce(t.records, 0) as records,
        coalesce(t.counted_records, 0) as counted_records,
        coalesce(t.held_records, 0) as held_records,
        cast(coalesce(t.reduction_g, 0) as decimal(28, 10)) as reduction_g,
        cast(coalesce(l.reduction_g, 0) as decimal(28, 10)) as reduction_12m_g,
        {%- for group in resident_groups() %}
        cast(coalesce(t.{{ group }}_g, 0) as decimal(28, 10)) as {{ group }}_g,
        {%- endfor %}
        cast(coalesce(t.emission_g, 0) as decimal(28, 10)) as emission_g,
        b.banks,
        c.person_key is not null as has_account_consent,
        coalesce(t.depends_on_proposal, false) as depends_on_proposal,
        coalesce(t.weakest_evidence_rank, 0) as weakest_evidence_rank
    from {{ ref('stg_person_registry') }} as p
    left join total as t on p.person_key = t.person_key
    left join last_twelve as l on p.person_key = l.person_key
    left join bank as b on p.person_key = b.person_key
    left join consent as c on p.person_key = c.person_key
)

select
    a.person_key,
    a.region_code,
    a.village_code,
    a.opened_on,
    a.first_on,
    a.last_on,
    cast(a.records as bigint) as records,
    cast(a.counted_records as bigint) as counted_records,
    cast(a.held_records as bigint) as held_records,
    a.reduction_g,
    a.reduction_12m_g,
    {%- for group in resident_groups() %}
    a.{{ group }}_g,
    {%- endfor %}
    a.emission_g,
    r.scheme_code,
    r.level_code,
    coalesce(r.colour, 'none') as colour,
    {{ bar_key(['r.scheme_code', 'r.indicator', 'r.level_code', 'r.valid_from', 'r.published_on']) }} as rule_id,
    a.banks,
    a.has_account_consent,
    a.depends_on_proposal or coalesce(r.evidence = 'proposal', false) as depends_on_proposal,
    cast(greatest(a.weakest_evidence_rank, {{ evidence_rank('r.evidence') }}) as int) as weakest_evidence_rank
from account as a
left join level as r
    on (r.lower_g is null or a.reduction_12m_g > r.lower_g or (r.lower_inclusive and a.reduction_12m_g = r.lower_g))
    and (r.upper_g is null or a.reduction_12m_g < r.upper_g or (r.upper_inclusive and a.reduction_12m_g = r.upper_g))
