{#
  Months with behaviour records that wait for a person or bank who is known by now, or whose person or bank is known no longer: further months for
  int_personal_behaviour__checked to build. A month that waits for nothing is never looked at row by row: the reasons of its rows are all null.
#}
{% macro months_of_persons_and_banks_that_arrived() -%}
    select distinct c.month
    from {{ this }} as c
    inner join {{ ref('stg_person_registry') }} as p on c.person_key = p.person_key
    where c.reason_code = 'unknown_person'
    union
    select distinct c.month
    from {{ this }} as c
    inner join {{ ref('stg_bank_registry') }} as b on c.bank_code = b.bank_code
    where c.reason_code = 'unknown_bank'
{%- endmacro %}
