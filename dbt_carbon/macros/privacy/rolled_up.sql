{#
  Totals of a tree of cells, of which none tells of too few: a chain of CTEs that ends in `rolled_up`. Level by level, children below the limits roll up into one
  child OTHER of their parent; where even that is below them, or no child stands by itself, the parent shows no children. What is shown below a parent adds up
  to it. Only this shape is safe by itself: the shown leaves are disjoint and each is within the limits, so that whatever is added or subtracted leaves whole
  leaves. A second breakdown of the same parent is not (see is_hidden_by_a_second_breakdown in mart_community_group).
    cells    a CTE, one row per smallest cell or contributor, without nulls: the columns below, and fewest_contributors and largest_share_pct, the same in a scope
    scope    columns that part the trees (a month)
    path     columns from the root down to the smallest cell; the code '' means that it is not told: such a cell stands never by itself
    counts   columns that count contributors, those who are in the cell first, then those with a share in one sum: each is nobody or enough
    sums     name -> type of what is added up
    shares   pairs of columns: the weight of all contributors in a sum, and of the largest one
  Columns of rolled_up: scope, level (name of the last path column told), path ('' below it), is_other, counts, sums.
#}
{% macro rolled_up(cells, scope, path, counts, sums, shares=[]) %}
{%- set added = counts + (sums.keys() | list) + (shares | map(attribute=0) | list) -%}
{%- set largest = shares | map(attribute=1) | list -%}
{%- for column in path %}
{%- set above = scope + path[:loop.index0] -%}
{%- set here = above + [column] -%}
{%- set level = path[loop.index0] %}
{{ level }}_cell as (
    select
        {{ here | join(', ') }},
        {%- for name in added %}
        sum({{ name }}) as {{ name }},
        {%- endfor %}
        {%- for name in largest %}
        max({{ name }}) as {{ name }},
        {%- endfor %}
        max(fewest_contributors) as fewest_contributors,
        max(largest_share_pct) as largest_share_pct
    from {{ cells }}
    group by {{ here | join(', ') }}
),

{#- A cell that may stand by itself, if its parent has children at all. #}
{{ level }}_judged as (
    select
        c.*,
        c.{{ level }} not in ('', 'OTHER') and {{ is_within_limits('c', counts, shares) }} as is_shown
    from {{ level }}_cell as c
    {%- if not loop.first %}
    inner join {{ path[loop.index0 - 1] }}_shown as p on {% for name in above %}c.{{ name }} = p.{{ name }}{{ ' and ' if not loop.last }}{% endfor %}
    {%- endif %}
),
{% if not loop.first %}
{{ level }}_rest as (
    select
        {{ above | join(', ') }},
        count(case when is_shown then 1 end) as shown_cells,
        count(case when not is_shown then 1 end) as rest_cells,
        {%- for name in added %}
        sum(case when is_shown then 0 else {{ name }} end) as {{ name }},
        {%- endfor %}
        {%- for name in largest %}
        max(case when is_shown then 0 else {{ name }} end) as {{ name }},
        {%- endfor %}
        max(fewest_contributors) as fewest_contributors,
        max(largest_share_pct) as largest_share_pct
    from {{ level }}_judged
    group by {{ above | join(', ') }}
),

{{ level }}_parent as (
    select r.*
    from {{ level }}_rest as r
    where r.shown_cells > 0 and (r.rest_cells = 0 or {{ is_within_limits('r', counts, shares) }})
),
{% endif %}
{{ level }}_shown as (
    select j.*
    from {{ level }}_judged as j
    {%- if not loop.first %}
    inner join {{ level }}_parent as p on {% for name in above %}j.{{ name }} = p.{{ name }}{{ ' and ' if not loop.last }}{% endfor %}
    {%- endif %}
    where j.is_shown
),
{% endfor %}
rolled_up as (
    {%- for level in path %}
    {%- set depth = loop.index0 %}
    {%- for is_other in ([false] if loop.first else [false, true]) %}
    select
        {{ scope | join(', ') }},
        '{{ level }}' as level,
        {%- for name in path %}
        {{ name if loop.index0 < depth or (loop.index0 == depth and not is_other) else ("'OTHER'" if loop.index0 == depth else "''") }} as {{ name }},
        {%- endfor %}
        {{ 'true' if is_other else 'false' }} as is_other,
        {%- for name in counts %}
        cast({{ name }} as bigint) as {{ name }},
        {%- endfor %}
        {%- for name, type in sums.items() %}
        try_cast({{ name }} as {{ type }}) as {{ name }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ level }}_{{ 'parent where rest_cells > 0' if is_other else 'shown' }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
)
{%- endmacro %}

{#
  Enough contributors in the cell, nobody or enough with a share in each sum, and none with more than the largest share of a sum. No limit, no
  cell; nor where a weight does not fit its type.
#}
{% macro is_within_limits(row, counts, shares) -%}
coalesce(
    {{ row }}.{{ counts[0] }} >= {{ row }}.fewest_contributors
    {%- for name in counts[1:] %}
    and ({{ row }}.{{ name }} = 0 or {{ row }}.{{ name }} >= {{ row }}.fewest_contributors)
    {%- endfor %}
    {%- for weight, largest in shares %}
    and try_cast({{ row }}.{{ largest }} as decimal(28, 10)) * cast(100 as decimal(3, 0)) <= try_cast({{ row }}.{{ weight }} as decimal(28, 10)) * cast({{ row }}.largest_share_pct as decimal(5, 2))
    {%- endfor %},
    false
)
{%- endmacro %}

{#
  The value of a setting of resident_rule on each day of a relation: the day and value, one row a day. Of several rows that hold the newest decides.
#}
{% macro resident_rule_on(rule_code, days, day_column) -%}
    select r.{{ day_column }}, r.value
    from (
        select
            d.{{ day_column }},
            p.value,
            row_number() over (partition by d.{{ day_column }} order by {{ newest_first('p') }}) as place
        from (select distinct {{ day_column }} from {{ days }}) as d
        inner join {{ ref('resident_rule') }} as p on p.rule_code = '{{ rule_code }}' and {{ holds_on('p', 'd.' ~ day_column) }}
    ) as r
    where r.place = 1
{%- endmacro %}
