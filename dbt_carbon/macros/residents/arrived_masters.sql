{#
  Months with behaviour records that wait for a person or bank who is known by now, whose person or bank is known no longer, or whose household's power takes another
  grid factor by now (the person has moved, a vintage was published): further months for int_personal_behaviour__checked to build. Registrations that
  were taken back are few, and where there is none nothing is read; a month that waits for nothing is never looked at row by row.
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
    union
    select distinct c.month
    from {{ this }} as c
    inner join {{ ref('base_person_registry') }} as p on c.person_key = p.person_key
    where p.version_class = 'withdrawn' and c.reason_code is distinct from 'unknown_person'
    union
    select distinct c.month
    from {{ this }} as c
    inner join {{ ref('base_bank_registry') }} as b on c.bank_code = b.bank_code
    where b.version_class = 'withdrawn' and (c.reason_code is null or c.reason_code not in ('unknown_person', 'unknown_bank'))
    union
    select distinct c.month
    from {{ this }} as c
    inner join {{ ref('stg_person_registry') }} as p on c.person_key = p.person_key
    inner join {{ ref('dim_household_power_factor') }} as g on p.region_code = g.region_code and {{ year_of('c.occurred_on') }} = g.year_start
    where (c.grid_factor_id is not null or c.reason_code = 'no_factor') and c.grid_factor_id is distinct from g.factor_id
{%- endmacro %}
