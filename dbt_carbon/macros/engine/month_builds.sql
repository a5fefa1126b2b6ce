{#
  After a view over one by_month table that the publisher reads: the view has the months and builds of that table, so a month that was not built again is not
  measured again. Only for views that read nothing else but seeds, which change with the code.
#}
{% macro has_the_months_of_its_table() %}
    {%- if execute -%}
        {%- set table = upstream_by_month(model) | first -%}
        {%- do run_query("delete from meta.month_build where schema_name = '" ~ this.schema ~ "' and table_name = '" ~ this.identifier ~ "'") -%}
        insert into meta.month_build (schema_name, table_name, month, build_id, built_from)
        select '{{ this.schema }}', '{{ this.identifier }}', month, build_id, built_from
        from meta.month_build
        where schema_name || '.' || table_name = '{{ table }}'
    {%- endif -%}
{% endmacro %}
