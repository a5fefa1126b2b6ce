{# The sums of every group by measure. An average is numerator over denominator; who leaves itself out takes its own numbers off. #}
with stated as (
    select m.*, 'intensity' as measure, emission_t as numerator_t, added_value_cny as denominator
    from {{ ref('fct_peer_member') }} as m
    where is_intensity_member
    union all
    select m.*, 'efficiency', zj_emission_t, added_value_cny
    from {{ ref('fct_peer_member') }} as m
    where is_efficiency_member
    union all
    select m.*, 'total', emission_t, cast(1 as decimal(18, 2))
    from {{ ref('fct_peer_member') }} as m
    where is_total_member
)

select
    group_id,
    measure,
    min(period_start) as period_start,
    min(group_type) as group_type,
    min(group_code) as group_code,
    cast(count(*) as int) as members,
    try_cast(sum(numerator_t) as decimal(19, 6)) as numerator_t,
    try_cast(sum(denominator) as decimal(18, 2)) as denominator,
    max(case when depends_on_proposal then 1 else 0 end) = 1 as depends_on_proposal,
    max(weakest_evidence_rank) as weakest_evidence_rank
from stated
group by group_id, measure
