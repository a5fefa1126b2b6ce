{#
  The part of a total that falls to one of several rows in an order, in proportion to their weights: round(total x weight so far / whole weight, 6) less
  the same up to the row before, so that the parts add up to the total exactly. Zero where there is no weight. total and weights decimal(18,6) at most.
#}
{% macro cumulative_share(total, weight_so_far, weight, whole_weight) -%}
    coalesce(
        {{ _share_up_to(total, weight_so_far, whole_weight) }}
        - {{ _share_up_to(total, '(' ~ weight_so_far ~ ' - ' ~ weight ~ ')', whole_weight) }},
        0
    )
{%- endmacro %}

{% macro _share_up_to(total, weight, whole_weight) -%}
    {{ quotient(
        'try_cast(cast(' ~ total ~ ' as decimal(18, 6)) * try_cast(' ~ weight ~ ' as decimal(19, 6)) as decimal(38, 12))',
        whole_weight, 12, 6, 6, 28
    ) }}
{%- endmacro %}
