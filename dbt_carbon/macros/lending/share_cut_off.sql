{#
  part / whole, cut off after 12 decimals and never rounded up, so that the shares of one whole never add up to more than it. part at least 0, whole above 0,
  both with `scale` decimals. The cut is the rounded quotient of (2 x part - whole's last place + 1) / (2 x whole), all in units of the last place.
#}
{% macro share_cut_off(part, whole, scale=2) -%}
    {%- set last_place = '0.' ~ '0' * 11 ~ '1' -%}
    {%- set unit = '0.' ~ '0' * (scale + 11) ~ '1' -%}
    {{ quotient(
        '(cast(2 as decimal(1, 0)) * cast(' ~ part ~ ' as decimal(24, ' ~ scale ~ ')) - cast(' ~ whole ~ ' as decimal(24, ' ~ scale ~ ')) * cast(' ~ last_place ~ ' as decimal(13, 12)) + cast(' ~ unit ~ ' as decimal(' ~ (scale + 13) ~ ', ' ~ (scale + 12) ~ ')))',
        '(cast(2 as decimal(1, 0)) * cast(' ~ whole ~ ' as decimal(24, ' ~ scale ~ ')))',
        scale + 12, scale, 12, 38
    ) }}
{%- endmacro %}
