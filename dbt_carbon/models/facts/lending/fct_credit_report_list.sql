{#
  What the credit report of an account and year lists, each as one text, with the sums that belong to it: colours by year, intensities, measures, loans
  outstanding, missing data, factors used. Entries are parted by bars (factors, whose ids hold bars, by semicolons) and read: code, then figures.
#}
{%- set colours = ['colour', 'industry_colour', 'region_colour', 'history_colour'] -%}
with colour_by_year as (
    select
        y.account_id,
        y.period_start
        {%- for name in colours %},
        {{ ordered_text("cast(extract(year from h.period_start) as " ~ dbt.type_string() ~ ") || ' ' || h." ~ name, 'h.period_start') }} as {{ name }}_by_year
        {%- endfor %}
    from {{ ref('fct_account_colour') }} as y
    inner join {{ ref('fct_account_colour') }} as h on y.account_id = h.account_id and h.period_start <= y.period_start
    group by y.account_id, y.period_start
),

intensity as (
    select
        f.account_id,
        f.period_start
        {%- for column, name in [('intensities', 'f.indicator_code'), ('intensities_zh', 'i.name_zh'), ('intensities_en', 'i.name_en')] %},
        {{ ordered_text(
            name ~ " || case when f.subject_code = '' then '' else ' ' || f.subject_code end || ' ' || cast(f.value as " ~ dbt.type_string() ~ ") || ' ' || f.unit",
            "f.indicator_code || '|' || f.subject_code"
        ) }} as {{ column }}
        {%- endfor %}
    from {{ ref('fct_intensity') }} as f
    inner join {{ ref('intensity_indicator') }} as i on f.indicator_code = i.indicator_code
    where f.value is not null
    group by f.account_id, f.period_start
),

measure_year as (
    select
        account_id,
        period_start,
        measure_code,
        status,
        {{ amount_in_t('reduction_kg') }} as reduction_t,
        energy_saved_tce,
        saving_cny
    from {{ ref('fct_energy_service') }}
),

measure as (
    select
        account_id,
        period_start,
        cast(count(*) as int) as measure_count,
        try_cast(sum(reduction_t) as decimal(28, 6)) as measure_reduction_t,
        try_cast(sum(energy_saved_tce) as decimal(28, 6)) as measure_energy_saved_tce,
        try_cast(sum(saving_cny) as decimal(18, 2)) as measure_saving_cny,
        {{ ordered_text(
            "measure_code || ' ' || status || case when reduction_t is null then '' else ' ' || cast(reduction_t as " ~ dbt.type_string() ~ ") || ' t' end",
            'measure_code'
        ) }} as measures
    from measure_year
    group by account_id, period_start
),

loan_year as (
    select
        loan_id,
        bank_code,
        account_id,
        {{ year_of('month') }} as period_start,
        max_by(outstanding_cny, month_end) as outstanding_cny
    from {{ ref('fct_loan_month') }}
    where account_id is not null
    group by loan_id, bank_code, account_id, {{ year_of('month') }}
),

loan as (
    select
        account_id,
        period_start,
        cast(count(case when outstanding_cny > 0 then 1 end) as int) as loan_count,
        try_cast(sum(outstanding_cny) as decimal(18, 2)) as outstanding_cny,
        {{ ordered_text(
            "case when outstanding_cny > 0 then loan_id || ' ' || bank_code || ' ' || cast(outstanding_cny as " ~ dbt.type_string() ~ ") || ' CNY' end",
            'loan_id'
        ) }} as loans
    from loan_year
    group by account_id, period_start
),

gap as (
    select
        account_id,
        period_start,
        {{ ordered_text('reason_code', 'reason_code') }} as missing_data,
        {{ ordered_text('reason_zh', 'reason_code') }} as missing_data_zh,
        {{ ordered_text('reason_en', 'reason_code') }} as missing_data_en
    from {{ ref('fct_data_gap') }}
    group by account_id, period_start
),

factor_used as (
    select account_id, {{ year_of('month') }} as period_start, factor_id
    from {{ ref('fct_emission') }}
    where is_counted and factor_id is not null
    union
    select account_id, {{ year_of('month') }}, factor_id
    from {{ ref('fct_activity_gas') }}
    where fact in ('removal', 'reduction') and factor_id is not null
),

factor as (
    select account_id, period_start, {{ ordered_text('factor_id', 'factor_id', "'; '") }} as factors_used
    from factor_used
    group by account_id, period_start
)

select
    y.account_id,
    y.period_start,
    {%- for name in colours %}
    c.{{ name }}_by_year,
    {%- endfor %}
    i.intensities,
    i.intensities_zh,
    i.intensities_en,
    coalesce(m.measure_count, 0) as measure_count,
    m.measure_reduction_t,
    m.measure_energy_saved_tce,
    m.measure_saving_cny,
    m.measures,
    coalesce(l.loan_count, 0) as loan_count,
    l.outstanding_cny,
    l.loans,
    g.missing_data,
    g.missing_data_zh,
    g.missing_data_en,
    f.factors_used
from {{ ref('fct_account_year') }} as y
left join colour_by_year as c on y.account_id = c.account_id and y.period_start = c.period_start
left join intensity as i on y.account_id = i.account_id and y.period_start = i.period_start
left join measure as m on y.account_id = m.account_id and y.period_start = m.period_start
left join loan as l on y.account_id = l.account_id and y.period_start = l.period_start
left join gap as g on y.account_id = g.account_id and y.period_start = g.period_start
left join factor as f on y.account_id = f.account_id and y.period_start = f.period_start
