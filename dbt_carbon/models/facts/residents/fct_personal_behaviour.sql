{{ config(materialized='view') }}

{# A view, because its rows are those of int_personal_behaviour__checked but for the few with a verdict; what reads a month of it reads one month of both. #}
with factor as (
    select * from {{ ref('dim_behaviour_factor') }} where is_own_unit
),

judged as (
    select
        c.*,
        b.scenario_group,
        b.effect,
        b.factor_id,
        b.gco2_per_unit,
        b.points_per_unit,
        b.expiry_days,
        b.depends_on_proposal,
        b.weakest_evidence_rank,
        v.rule_code,
        v.review,
        v.winner_event_id,
        v.winner_source_system,
        v.counted_g,
        v.counted_quantity as quantity_left,
        {{ behaviour_outcome('c', 'v') }} as outcome
    from {{ ref('int_personal_behaviour__checked') }} as c
    left join factor as b on c.factor_no = b.factor_no
    left join {{ ref('fct_behaviour_verdict') }} as v on c.month = v.month and c.load_id = v.load_id and c.line_no = v.line_no
)

select
    month,
    load_id,
    line_no,
    event_id,
    source_system,
    person_key,
    bank_code,
    scheme_code,
    behaviour_code,
    scenario_group,
    effect,
    occurred_at,
    occurred_on,
    quantity,
    unit,
    coalesce(grid_factor_id, factor_id) as factor_id,
    outcome,
    case when outcome = 'quarantined' then reason_code end as reason_code,
    rule_code,
    review,
    winner_event_id,
    winner_source_system,
    factor_quantity,
    case when outcome <> 'counted' then cast(0 as decimal(18, 6)) else coalesce(quantity_left, factor_quantity) end as counted_quantity,
    case
        when outcome <> 'counted' or effect <> 'reduction' then cast(0 as decimal(28, 10))
        when quantity_left is not null then coalesce(counted_g, {{ quick_product('quantity_left', 'gco2_per_unit') }}, cast(0 as decimal(28, 10)))
        else coalesce(whole_g, cast(0 as decimal(28, 10)))
    end as reduction_g,
    case when outcome = 'counted' and effect = 'emission' then whole_g else cast(0 as decimal(28, 10)) end as emission_g,
    {{ points_earned() }} as points,
    case when expiry_days is not null then {{ add_days('occurred_on', 'expiry_days') }} end as expires_on,
    depends_on_proposal,
    weakest_evidence_rank
from judged
