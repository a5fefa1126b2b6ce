{#
  Who may ask for a loan today, and the rated year that a decision of today rests on: the newest year that is over and rated, else the newest year
  that is over. A closed account does not borrow. rating_age_months counts the months begun since the rated year ended: 1 in January of the year after it;
  a year that is not rated has no age. A farm that is rated and not listed has no colour, but an age.
#}
with over_year as (
    select
        c.*,
        row_number() over (
            partition by c.account_id order by case when c.level_code = 'not_rated' then 1 else 0 end nulls last, c.period_start desc nulls last
        ) as place
    from {{ ref('fct_account_colour') }} as c
    where not c.is_preliminary
)

select
    a.account_id,
    b.borrower_type,
    a.domain,
    d.as_of_on as decided_on,
    c.period_start as rated_period_start,
    c.scheme_code,
    c.colour,
    c.matrix_id,
    cast(case when c.colour <> 'none' or c.level_code <> 'not_rated' then
        (extract(year from d.as_of_on) - extract(year from c.period_start)) * 12 + extract(month from d.as_of_on) - 12 end as int
    ) as rating_age_months,
    cast(case when p.months_expected > p.months_reported then p.months_expected - p.months_reported when p.account_id is not null then 0 end as int) as missing_month_count,
    p.is_complete,
    coalesce(c.depends_on_proposal, false) as depends_on_proposal,
    coalesce(c.weakest_evidence_rank, 0) as weakest_evidence_rank
from {{ ref('dim_account') }} as a
inner join {{ ref('borrower_type') }} as b on a.domain = b.domain
cross join {{ ref('dim_as_of') }} as d
left join over_year as c on a.account_id = c.account_id and c.place = 1
left join {{ ref('fct_account_period') }} as p
    on a.account_id = p.account_id and p.period_grain = 'year' and c.period_start = p.period_start
where a.is_active
