{#
  What loan rules compare of a borrower, one row each, as loan_attribute lists it. An attribute that nothing is known of has no row, so that a rule on it fails
  as data_missing. No row yet for what a registry of units would tell. Of organisations; what is compared of persons stands in fct_person_borrower.
    final_colour, rating_age_months, missing_month_count   of the rated year, see fct_borrower
    footprint_change_pct         rated year against the year before; only between two complete years, since a gap in the data is no fall in the footprint
    no_rating_trigger_count      listed events that have occurred and are not cleared; 0 where none is on record: absence of an event is information
    consent_credit_reporting     the newest decision; without one the consent is not known
    reduction_t_last_12_months   the twelve full months before the month of the decision
    planned_reduction_t          stated of measures that are planned and neither operate nor have ended
    amount_cny, pledge_ratio_pct of the newest application for the product
    agri_colour, orchard_colour  of the rated year, by the scheme of farms and by that of orchards; none where nothing is neutralised: known, and failed
    orchard_area_mu              as registered
    net_removal_t                of an orchard in the rated year; only where both its emissions and its fixation were delivered
#}
with consent as (
    select
        e.account_id,
        e.decision,
        row_number() over (partition by e.account_id order by e.decided_at desc nulls last) as place
    from {{ ref('int_consent_event__checked') }} as e
    cross join {{ ref('dim_as_of') }} as d
    where
        e.quarantine_reason is null
        and e.account_id is not null
        and e.purpose = 'credit_reporting'
        and e.decided_at_local_on <= d.as_of_on
),

open_trigger as (
    select e.account_id, count(distinct e.event_id) as trigger_count
    from {{ ref('int_credit_event__checked') }} as e
    cross join {{ ref('dim_as_of') }} as d
    inner join {{ ref('no_rating_trigger') }} as t on e.trigger_code = t.trigger_code and {{ holds_on('t', 'd.as_of_on') }}
    where
        e.quarantine_reason is null
        and e.occurred_on <= d.as_of_on
        and (e.cleared_on is null or e.cleared_on > d.as_of_on)
    group by e.account_id
),

reduced as (
    select r.account_id, {{ amount_in_t('sum(r.reduction_kg)') }} as reduction_t
    from {{ ref('fct_reduction') }} as r
    cross join {{ ref('dim_as_of') }} as d
    where r.month >= {{ add_months('d.open_month', -12) }} and r.month < d.open_month
    group by r.account_id
),

planned as (
    select account_id, sum(case when is_planned then stated_reduction_t end) as reduction_t
    from (
        select
            m.account_id,
            m.is_planned,
            m.stated_reduction_t,
            min(case when m.is_planned then 1 else 0 end) over (partition by m.account_id, m.measure_code) = 1 as is_only_planned
        from {{ ref('int_reduction_measure__checked') }} as m
        where m.quarantine_reason is null
    ) as m
    where is_only_planned
    group by account_id
),

footprint as (
    select
        b.account_id,
        y.scope1_kg + y.scope2_location_kg as kg,
        p.scope1_kg + p.scope2_location_kg as kg_before,
        y.depends_on_proposal or p.depends_on_proposal as depends_on_proposal,
        greatest(y.weakest_evidence_rank, p.weakest_evidence_rank) as weakest_evidence_rank
    from {{ ref('fct_borrower') }} as b
    inner join {{ ref('fct_account_period') }} as y
        on b.account_id = y.account_id and y.period_grain = 'year' and b.rated_period_start = y.period_start and y.is_complete
    inner join {{ ref('fct_account_period') }} as p
        on b.account_id = p.account_id and p.period_grain = 'year' and {{ add_months('p.period_start', 12) }} = b.rated_period_start and p.is_complete
),

changed as (
    select
        f.*,
        case when f.kg_before > 0 then {{ quotient('(f.kg - f.kg_before) * cast(100 as decimal(3, 0))', 'f.kg_before', 10, 10, 6, 38) }} end as change_pct
    from footprint as f
),

told as (
    select e.account_id, case when e.decision = 'granted' then 'true' else 'false' end as has_consented from consent as e where e.place = 1
),

bad_event as (
    select b.account_id, coalesce(t.trigger_count, 0) as trigger_count
    from {{ ref('fct_borrower') }} as b
    left join open_trigger as t on b.account_id = t.account_id
),

{# Colours of the schemes that farms have, each under its own name: a farm asked for the colour of an orchard has none. #}
farm_colour as (
    select
        account_id,
        case when scheme_code = 'AGRI_NEUTRAL_3' then colour end as agri_colour,
        case when scheme_code = 'ORCHARD_4' then colour end as orchard_colour,
        depends_on_proposal,
        weakest_evidence_rank
    from {{ ref('fct_borrower') }}
),

orchard as (
    select
        f.account_id,
        {{ amount_in_t('f.net_removal_kg') }} as net_removal_t,
        f.net_removal_depends_on_proposal as depends_on_proposal,
        f.net_removal_evidence_rank as weakest_evidence_rank
    from {{ ref('fct_borrower') }} as b
    inner join {{ ref('fct_farm_year') }} as f on b.account_id = f.account_id and b.rated_period_start = f.period_start
    where f.domain = 'orchard' and f.has_emission and f.has_fixation
),

stated as (
    {%- for attribute, relation, number, text, product, evidence in [
        ('final_colour', ref('fct_borrower'), none, 'colour', none, true),
        ('rating_age_months', ref('fct_borrower'), 'rating_age_months', none, none, false),
        ('missing_month_count', ref('fct_borrower'), 'missing_month_count', none, none, false),
        ('footprint_change_pct', 'changed', 'change_pct', none, none, true),
        ('no_rating_trigger_count', 'bad_event', 'trigger_count', none, none, false),
        ('consent_credit_reporting', 'told', none, 'has_consented', none, false),
        ('reduction_t_last_12_months', 'reduced', 'reduction_t', none, none, false),
        ('planned_reduction_t', 'planned', 'reduction_t', none, none, false),
        ('amount_cny', ref('fct_loan_application'), 'amount_cny', none, 'product_code', false),
        ('pledge_ratio_pct', ref('fct_loan_application'), 'pledge_ratio_pct', none, 'product_code', false),
        ('agri_colour', 'farm_colour', none, 'agri_colour', none, true),
        ('orchard_colour', 'farm_colour', none, 'orchard_colour', none, true),
        ('orchard_area_mu', ref('dim_farm'), 'orchard_area_mu', none, none, false),
        ('net_removal_t', 'orchard', 'net_removal_t', none, none, true)
    ] %}
    select
        account_id,
        {{ product or "''" }} as product_code,
        '{{ attribute }}' as attribute,
        try_cast({{ number or 'null' }} as decimal(28, 6)) as attribute_number,
        cast({{ text or 'null' }} as {{ dbt.type_string() }}) as attribute_text,
        {{ 'depends_on_proposal' if evidence else 'false' }} as depends_on_proposal,
        {{ 'weakest_evidence_rank' if evidence else '0' }} as weakest_evidence_rank
    from {{ relation }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
)

select
    s.account_id,
    s.product_code,
    s.attribute,
    s.attribute_number,
    s.attribute_text,
    s.depends_on_proposal,
    cast(s.weakest_evidence_rank as int) as weakest_evidence_rank
from stated as s
inner join {{ ref('fct_borrower') }} as b on s.account_id = b.account_id
where s.attribute_number is not null or s.attribute_text is not null
