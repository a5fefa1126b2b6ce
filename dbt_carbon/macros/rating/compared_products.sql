{#
  Ratings compare products, never quotients: e / v against E / V is e x V against E x v. Amounts in t (six decimals) and in CNY or members (two decimals);
  a product that does not fit is null, which a model tells as amount_overflow.
#}
{% macro amount_product(amount_t, denominator) -%}
    try_cast(cast({{ amount_t }} as decimal(19, 6)) * cast({{ denominator }} as decimal(18, 2)) as decimal(32, 8))
{%- endmacro %}

{# The root of the sum of two squares of relative spreads: of a quotient of two amounts that err apart from each other. #}
{% macro combined_sigma_pct(one, other) -%}
    try_cast({{ square_root(
        'cast(' ~ one ~ ' as decimal(19, 6)) * ' ~ one ~ ' + cast(' ~ other ~ ' as decimal(19, 6)) * ' ~ other
    ) }} as decimal(12, 6))
{%- endmacro %}

{#
  numerator / denominator as decimal(28, 10), both decimal(32, 8); null where the denominator is not positive or the ratio reaches 10^10, so that no delivery
  can make it fail. From 4 x 10^19 on the last six of the eight decimals of both are left out: they are beyond the digits of the result.
#}
{% macro bounded_ratio(numerator, denominator) -%}
    case
        when
            {{ denominator }} > 0
            and cast(cast(abs({{ numerator }}) as decimal(25, 0)) * cast(0.0000000001 as decimal(11, 10)) as decimal(32, 10)) < {{ denominator }}
            then case
                when abs({{ numerator }}) < 40000000000000000000 then {{ quotient(numerator, denominator, 8, 8, 10, 28) }}
                else {{ quotient('cast(' ~ numerator ~ ' as decimal(28, 2))', 'cast(' ~ denominator ~ ' as decimal(28, 2))', 2, 2, 10, 28) }}
            end
    end
{%- endmacro %}

{# kg as t to the gram, rounded half away from zero; null where it does not fit. #}
{% macro amount_in_t(kg) -%}
    try_cast(try_cast({{ kg }} as decimal(28, 10)) * cast(0.001 as decimal(4, 3)) as decimal(16, 6))
{%- endmacro %}

{#
  The two sides of own / benchmark for a row o of fct_rating_measure and b of fct_rating_benchmark. A published value has eight decimals: both sides are
  taken a hundred times, so that whole cents times the value are exact.
#}
{% macro own_product() -%}
    case
        when b.published_value is not null then try_cast(cast(o.numerator_t as decimal(19, 6)) * (o.value_scale * cast(100 as decimal(3, 0))) as decimal(32, 8))
        else {{ amount_product('o.numerator_t', 'b.denominator') }}
    end
{%- endmacro %}

{% macro benchmark_product() -%}
    case
        when b.published_value is not null
            then try_cast(cast(cast(o.denominator as decimal(19, 2)) * cast(100 as decimal(3, 0)) as decimal(19, 0)) * b.published_value as decimal(32, 8))
        else {{ amount_product('b.numerator_t', 'o.denominator') }}
    end
{%- endmacro %}

{# The benchmark in the unit of the value. #}
{% macro benchmark_value() -%}
    coalesce(
        cast(b.published_value as decimal(28, 10)),
        {{ bounded_ratio('cast(b.numerator_t * cast(o.value_scale as decimal(5, 0)) as decimal(32, 8))', 'cast(b.denominator as decimal(32, 8))') }}
    )
{%- endmacro %}

{# Why a ratio cannot be rated: what was found before, or a side of it that does not fit. #}
{% macro reason_of_ratio(stated_reason, row) -%}
    case
        when {{ stated_reason }} is not null then {{ stated_reason }}
        when {{ row }}.benchmark_value is null or {{ row }}.ratio_numerator is null or {{ row }}.ratio_denominator is null then 'amount_overflow'
    end
{%- endmacro %}
