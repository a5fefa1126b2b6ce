{#
  Exact decimal arithmetic. DuckDB divides decimals as doubles; here every quotient is one of scaled integers, rounded half away from zero.
  Nothing else in the project may divide quantities, factors or money.
#}

{# The value as an integer count of 10^-scale: 12.34 at scale 2 is 1234. Exact up to 38 digits. #}
{% macro unscaled(expression, scale) -%}
    {{- adapter.dispatch('unscaled', 'carbon')(expression, scale) -}}
{%- endmacro %}

{% macro duckdb__unscaled(expression, scale) -%}
    {%- if scale == 0 -%}
        cast({{ expression }} as hugeint)
    {%- else -%}
        cast(replace(cast(cast({{ expression }} as decimal(38, {{ scale }})) as varchar), '.', '') as hugeint)
    {%- endif -%}
{%- endmacro %}

{#
  numerator / denominator as decimal(precision, scale); null when the denominator is zero or either is null.
  numerator_scale and denominator_scale: decimal places that the two carry. The scaled numerator must stay below 1.7e38.
#}
{% macro quotient(numerator, denominator, numerator_scale=6, denominator_scale=6, scale=6, precision=28) -%}
    {{- adapter.dispatch('quotient', 'carbon')(numerator, denominator, numerator_scale, denominator_scale, scale, precision) -}}
{%- endmacro %}

{% macro duckdb__quotient(numerator, denominator, numerator_scale, denominator_scale, scale, precision) -%}
    {%- set shift = scale + denominator_scale - numerator_scale -%}
    {%- set n = '(abs(' ~ unscaled(numerator, numerator_scale) ~ ')' ~ (' * ' ~ '1' ~ '0' * shift if shift > 0 else '') ~ ')' -%}
    {%- set d = '(abs(' ~ unscaled('nullif(' ~ denominator ~ ', 0)', denominator_scale) ~ ')' ~ (' * ' ~ '1' ~ '0' * -shift if shift < 0 else '') ~ ')' -%}
    cast(
        case when ({{ numerator }} < 0) <> ({{ denominator }} < 0) then -1 else 1 end
        * cast((2 * {{ n }} + {{ d }}) // (2 * {{ d }}) as decimal(38, 0))
        * cast({{ '0.' ~ '0' * (scale - 1) ~ '1' if scale > 0 else '1' }} as decimal({{ scale + 1 }}, {{ scale }}))
    as decimal({{ precision }}, {{ scale }}))
{%- endmacro %}

{# One term of a fraction of integers, reduced by the greatest common divisor; decimal(precision, 0), null where it does not fit. #}
{% macro reduced(term, numerator, denominator, precision=19) -%}
    try_cast({{ adapter.dispatch('reduced', 'carbon')(term, numerator, denominator) }} as decimal({{ precision }}, 0))
{%- endmacro %}

{% macro duckdb__reduced(term, numerator, denominator) -%}
    cast({{ term }} as hugeint) // gcd(cast({{ numerator }} as hugeint), cast({{ denominator }} as hugeint))
{%- endmacro %}

{#
  quantity x factor, both decimal(18,6), as decimal(precision, scale), rounded half away from zero; null where it does not fit. For millions of rows: DuckDB
  divides 128-bit numbers slowly when it rounds, so products of two factors below a thousand, nearly all, are made of 64 bits (999.999999 squared fits
  decimal(18,12)). The others take the long way; both are exact.
#}
{% macro quick_product(quantity, factor, precision=28, scale=10) -%}
    {{- adapter.dispatch('quick_product', 'carbon')(quantity, factor, precision, scale) -}}
{%- endmacro %}

{% macro default__quick_product(quantity, factor, precision, scale) -%}
    try_cast(cast({{ quantity }} as decimal(19, 6)) * {{ factor }} as decimal({{ precision }}, {{ scale }}))
{%- endmacro %}

{% macro duckdb__quick_product(quantity, factor, precision, scale) -%}
    case
        when {{ quantity }} < 1000 and {{ quantity }} > -1000 and {{ factor }} < 1000 and {{ factor }} > -1000
            then cast(cast({{ quantity }} as decimal(9, 6)) * cast({{ factor }} as decimal(9, 6)) as decimal({{ precision }}, {{ scale }}))
        else try_cast(cast({{ quantity }} as decimal(19, 6)) * {{ factor }} as decimal({{ precision }}, {{ scale }}))
    end
{%- endmacro %}
