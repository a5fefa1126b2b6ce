{#- Figures of the sentences, for people: two decimals; the columns beside keep them all. -#}
{%- set shown = 'cast(cast(round(%s, 2) as decimal(28, 2)) as ' ~ dbt.type_string() ~ ')' -%}
with alerts as (
    select
        f.*,
        substr(cast(f.period_start as {{ dbt.type_string() }}), 1, 7) as month_text,
        substr(cast(f.period_start as {{ dbt.type_string() }}), 1, 4) as year_text,
        {{ quotient('f.value', 'f.reference_value', 10, 10, 4, 38) }} as ratio
    from {{ ref('fct_alert') }} as f
)

select
    cast(f.account_id as {{ dbt.type_string() }}) as account_id,
    cast(f.period_grain as {{ dbt.type_string() }}) as period_grain,
    cast(f.period_start as date) as period_start,
    cast(f.alert_code as {{ dbt.type_string() }}) as alert_code,
    cast(a.account_name as {{ dbt.type_string() }}) as account_name,
    cast(f.domain as {{ dbt.type_string() }}) as domain,
    cast(a.region_code as {{ dbt.type_string() }}) as region_code,
    cast(f.value as decimal(28, 10)) as value,
    cast(f.reference_value as decimal(28, 10)) as reference_value,
    cast(f.unit as {{ dbt.type_string() }}) as unit,
    cast(f.threshold as decimal(12, 4)) as threshold,
    cast(f.ratio as decimal(36, 4)) as ratio,
    cast(f.colour as {{ dbt.type_string() }}) as colour,
    cast(f.previous_colour as {{ dbt.type_string() }}) as previous_colour,
    cast(case f.alert_code
        when 'OVER_CONSUMPTION' then f.month_text || ' 综合能耗 ' || {{ shown | format('f.value') }} || ' tce，为上年同月 ' || {{ shown | format('f.reference_value') }}
            || ' tce 的 ' || {{ shown | format('f.ratio') }} || ' 倍，超过 ' || {{ shown | format('f.threshold') }} || ' 倍的预警线。'
        else f.year_text || ' 年颜色由' || b.name_zh || '降为' || n.name_zh || '。'
    end as {{ dbt.type_string() }}) as text_zh,
    cast(case f.alert_code
        when 'OVER_CONSUMPTION' then 'Energy of ' || f.month_text || ' is ' || {{ shown | format('f.value') }} || ' tce, ' || {{ shown | format('f.ratio') }}
            || ' times the ' || {{ shown | format('f.reference_value') }} || ' tce of the same month of the year before; the alert is raised above '
            || {{ shown | format('f.threshold') }} || ' times.'
        else 'The colour of ' || f.year_text || ' is ' || lower(n.name_en) || '; it was ' || lower(b.name_en) || ' the year before.'
    end as {{ dbt.type_string() }}) as text_en,
    cast(f.is_preliminary as boolean) as is_preliminary,
    cast(f.depends_on_proposal as boolean) as depends_on_proposal,
    cast({{ evidence_of_rank('f.weakest_evidence_rank') }} as {{ dbt.type_string() }}) as weakest_evidence
from alerts as f
left join {{ ref('mart_account') }} as a on f.account_id = a.account_id
left join {{ ref('colour') }} as n on f.colour = n.colour_code
left join {{ ref('colour') }} as b on f.previous_colour = b.colour_code
