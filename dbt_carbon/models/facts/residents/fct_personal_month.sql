{{ config(
    materialized='by_month',
    month_column='month',
    volume_source='personal_behaviour',
    pre_hook="{{ keep_join_sides(true) }}",
    post_hook="{{ keep_join_sides(false) }}"
) }}

{# Facts and their sums ignore consent: it is applied when files are written. #}
select
    person_key,
    month,
    scheme_code,
    behaviour_code,
    max(scenario_group) as scenario_group,
    expires_on,
    min(occurred_on) as first_on,
    max(occurred_on) as last_on,
    count(*) as records,
    count(case when outcome = 'counted' then 1 end) as counted_records,
    count(case when outcome = 'over_cap' then 1 end) as over_cap_records,
    count(case when outcome = 'duplicate_claim' then 1 end) as duplicate_records,
    count(case when outcome = 'held' then 1 end) as held_records,
    cast(sum(counted_quantity) as decimal(28, 6)) as counted_quantity,
    cast(sum(reduction_g) as decimal(28, 10)) as reduction_g,
    cast(sum(emission_g) as decimal(28, 10)) as emission_g,
    cast(sum(points) as decimal(28, 3)) as points,
    max(case when depends_on_proposal then 1 else 0 end) = 1 as depends_on_proposal,
    max(weakest_evidence_rank) as weakest_evidence_rank
from {{ ref('fct_personal_behaviour') }}
where month = {{ month_start() }} and outcome not in ('superseded', 'withdrawn', 'quarantined')
group by person_key, month, scheme_code, behaviour_code, expires_on
