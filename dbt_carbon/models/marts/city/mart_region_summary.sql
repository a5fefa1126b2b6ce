{%- set tonnes = [
    'scope1', 'scope2_location', 'scope2_market', 'scope2_imported', 'regional_total', 'scope3', 'removal', 'reduction', 'excluded',
    'excluded_removal', 'excluded_reduction'
] -%}
{%- set kwh = ['purchased', 'supplied', 'green_power', 'self_generated'] -%}
{%- set gj = ['purchased_heat', 'supplied_heat'] -%}
{%- set counts = ['accounts', 'accounts_expected', 'accounts_reporting', 'accounts_excluded', 'accounts_with_scope3'] -%}
{%- set colours = ['dark_green', 'mid_green', 'light_green', 'yellow', 'red'] -%}
select
    cast(f.region_level as {{ dbt.type_string() }}) as region_level,
    cast(f.region_code as {{ dbt.type_string() }}) as region_code,
    cast(r.name_zh as {{ dbt.type_string() }}) as region_name_zh,
    cast(r.name_en as {{ dbt.type_string() }}) as region_name_en,
    cast(f.domain as {{ dbt.type_string() }}) as domain,
    cast('year' as {{ dbt.type_string() }}) as period_grain,
    cast(f.period_start as date) as period_start,
    {%- for name in counts %}
    cast(f.{{ name }} as int) as {{ name }},
    {%- endfor %}
    cast({{ quotient('cast(f.accounts_reporting as decimal(19, 0)) * cast(100 as decimal(3, 0))', 'cast(f.accounts_expected as decimal(19, 0))', 0, 0, 6, 19) }} as decimal(9, 6)) as coverage_pct,
    {%- for name in tonnes %}
    try_cast(f.{{ name }}_kg * cast(0.001 as decimal(4, 3)) as decimal(28, 13)) as {{ name }}_t,
    {%- endfor %}
    {%- for name in kwh %}
    try_cast(f.{{ name }}_kwh as decimal(28, 6)) as {{ name }}_kwh,
    {%- endfor %}
    {%- for name in gj %}
    try_cast(f.{{ name }}_gj as decimal(28, 6)) as {{ name }}_gj,
    {%- endfor %}
    cast(f.local_electricity_share * cast(100 as decimal(3, 0)) as decimal(12, 8)) as local_electricity_pct,
    cast(f.local_heat_share * cast(100 as decimal(3, 0)) as decimal(12, 8)) as local_heat_pct,
    cast(f.reason_code as {{ dbt.type_string() }}) as reason_code,
    cast(x.reason_zh as {{ dbt.type_string() }}) as reason_zh,
    cast(x.reason_en as {{ dbt.type_string() }}) as reason_en,
    cast(f.loans as int) as loans,
    try_cast(f.loan_outstanding_cny as decimal(24, 2)) as loan_outstanding_cny,
    try_cast(f.green_loan_outstanding_cny as decimal(24, 2)) as green_loan_outstanding_cny,
    cast(f.accounts_coloured as int) as accounts_coloured,
    {%- for colour in colours %}
    cast(f.accounts_{{ colour }} as int) as accounts_{{ colour }},
    {%- endfor %}
    cast(f.is_preliminary as boolean) as is_preliminary,
    cast(f.depends_on_proposal as boolean) as depends_on_proposal,
    cast(f.colours_depend_on_proposal as boolean) as colours_depend_on_proposal,
    cast({{ evidence_of_rank('f.weakest_evidence_rank') }} as {{ dbt.type_string() }}) as weakest_evidence
from {{ ref('fct_region_year') }} as f
left join {{ ref('region') }} as r on f.region_code = r.region_code
left join {{ ref('rating_reason') }} as x on f.reason_code = x.reason_code
