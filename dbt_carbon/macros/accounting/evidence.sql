{# Evidence of reference values, weakest last; convention holds no value and never weakens anything. #}
{% macro evidence_rank(evidence) -%}
    case {{ evidence }} when 'verified' then 1 when 'secondary' then 2 when 'memory' then 3 when 'proposal' then 4 else 0 end
{%- endmacro %}

{% macro evidence_of_rank(rank) -%}
    case {{ rank }} when 1 then 'verified' when 2 then 'secondary' when 3 then 'memory' when 4 then 'proposal' end
{%- endmacro %}
