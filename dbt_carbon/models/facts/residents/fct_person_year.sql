{{ config(
    materialized='by_month',
    month_column='year_start',
    volume_source='personal_behaviour',
    period='year'
) }}

{# A year is at most twelve months, so that what an account adds up does not grow with its history. #}
select
    person_key,
    {{ month_start() }} as year_start,
    min(first_on) as first_on,
    max(last_on) as last_on,
    cast(sum(records) as bigint) as records,
    cast(sum(counted_records) as bigint) as counted_records,
    cast(sum(held_records) as bigint) as held_records,
    cast(sum(reduction_g) as decimal(28, 10)) as reduction_g,
    {%- for group in resident_groups() %}
    cast(sum({{ group }}_g) as decimal(28, 10)) as {{ group }}_g,
    {%- endfor %}
    cast(sum(emission_g) as decimal(28, 10)) as emission_g,
    max(case when depends_on_proposal then 1 else 0 end) = 1 as depends_on_proposal,
    max(weakest_evidence_rank) as weakest_evidence_rank
from {{ ref('fct_person_month') }}
where month >= {{ month_start() }} and month < {{ add_months(month_start(), 12) }}
group by person_key
