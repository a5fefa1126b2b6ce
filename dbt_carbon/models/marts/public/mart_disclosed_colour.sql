{#
  Who lets the public see its colour, by the register of today: a disclosure taken back is gone with the next release, for all years. Years that are over only.
  Not the account: the register's number links a name to everything else.
#}
select distinct
    cast(a.account_name as {{ dbt.type_string() }}) as account_name,
    cast(coalesce(a.section_code, '') as {{ dbt.type_string() }}) as section_code,
    cast(coalesce(a.division_code, '') as {{ dbt.type_string() }}) as division_code,
    cast(i.name_zh as {{ dbt.type_string() }}) as industry_name_zh,
    cast(i.name_en as {{ dbt.type_string() }}) as industry_name_en,
    cast('year' as {{ dbt.type_string() }}) as period_grain,
    cast(c.period_start as date) as period_start,
    cast(c.colour as {{ dbt.type_string() }}) as colour
from {{ ref('fct_account_colour') }} as c
inner join {{ ref('dim_account') }} as a on c.account_id = a.account_id and a.disclose_colour
left join {{ ref('industry_class') }} as i on coalesce(a.division_code, a.section_code) = i.class_code
where c.colour <> 'none' and not c.is_preliminary and a.account_name is not null
