{# Who is compared with whom: the members of a division, a section and a city in a year, with the numbers that go into the sums of their groups. #}
with member as (
    select
        account_id,
        period_start,
        max(division_code) as division_code,
        max(section_code) as section_code,
        max(city_code) as city_code,
        max(case when measure = 'total' then numerator_t end) as emission_t,
        max(case when measure = 'efficiency' then numerator_t end) as zj_emission_t,
        max(case when measure <> 'total' then denominator end) as added_value_cny,
        max(case when measure = 'intensity' then 1 else 0 end) = 1 as is_intensity_member,
        max(case when measure = 'efficiency' then 1 else 0 end) = 1 as is_efficiency_member,
        max(case when measure = 'total' then 1 else 0 end) = 1 as is_total_member,
        min(case when is_complete then 1 else 0 end) = 1 as is_complete,
        max(case when depends_on_proposal then 1 else 0 end) = 1 as depends_on_proposal,
        max(weakest_evidence_rank) as weakest_evidence_rank
    from {{ ref('fct_rating_measure') }}
    where reason_code is null
    group by account_id, period_start
),

grouped as (
    select 'division' as group_type, division_code as group_code, m.* from member as m where m.division_code is not null
    union all
    select 'section', section_code, m.* from member as m where m.section_code is not null
    union all
    select 'city', city_code, m.* from member as m where m.city_code is not null
)

select
    {{ bar_key(['group_type', 'group_code', 'period_start']) }} as group_id,
    account_id,
    period_start,
    group_type,
    group_code,
    is_intensity_member,
    is_efficiency_member,
    is_total_member,
    emission_t,
    zj_emission_t,
    added_value_cny,
    is_complete,
    depends_on_proposal,
    weakest_evidence_rank
from grouped
