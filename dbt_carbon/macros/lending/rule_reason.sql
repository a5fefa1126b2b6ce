{#
  Why a rule is not met, in one language: the rule's own words where a value failed it, with the reason in brackets where no value is known. Null where it is
  met.
#}
{% macro rule_reason(language, reason_code, own_words, general_words) -%}
    case
        when {{ reason_code }} = 'failed' then {{ own_words }}
        when {{ reason_code }} is not null then {{ own_words }} || {{ "'（'" if language == 'zh' else "' ('" }} || {{ general_words }} || {{ "'）'" if language == 'zh' else "')'" }}
    end
{%- endmacro %}

{# Attributes that only a registry of units could tell. #}
{% macro is_told_by_registry(attribute) -%}
    {{ attribute }} in ('free_unit_t', 'double_claim_count')
{%- endmacro %}
