-- Accounts, points and the community, from person and month.
create table bank_customer as
with holder as (
    select person_key, bank_code from bank_month
    union
    select m.person_key, l.bank_code
    from read_parquet({landing} || '/loan_contract/*.parquet', union_by_name = true) as l
    inner join person_map as m on l.person_id = m.person_id
    union
    select m.person_key, a.bank_code
    from read_parquet({landing} || '/loan_application/*.parquet', union_by_name = true) as a
    inner join person_map as m on a.person_id = m.person_id
)

select h.bank_code, h.person_key
from holder as h
inner join consent as s on h.person_key = s.person_key and s.purpose = 'bank_sharing:' || h.bank_code and s.is_granted
inner join consent as a on h.person_key = a.person_key and a.purpose = 'account' and a.is_granted;

create table account as
with total as (
    select
        person_key, min(first_on) as first_on, max(last_on) as last_on, sum(records) as records,
        sum(counted_records) as counted_records,
        sum(reduction_g) as reduction_g,
        sum(reduction_g) filter (where month >= {as_of_month} - interval 12 months and month < {as_of_month})
            as reduction_12m_g,
        sum(online_service_g) as online_service_g, sum(green_travel_g) as green_travel_g,
        sum(recycling_g) as recycling_g, sum(water_energy_saving_g) as water_energy_saving_g,
        sum(held_records) as held_records, sum(emission_g) as emission_g
    from person_month group by all
),

bank_list as (
    select person_key, string_agg(distinct bank_code, '|' order by bank_code) as banks from bank_month group by all
)

select
    p.*, t.* exclude (person_key), b.banks, coalesce(c.is_granted, false) as has_account_consent,
    case
        when coalesce(t.reduction_12m_g, 0) <= 0 then 'none'
        when t.reduction_12m_g <= 50000 then 'light_green'
        when t.reduction_12m_g <= 100000 then 'mid_green'
        else 'dark_green'
    end as colour
from person as p
left join total as t on p.person_key = t.person_key
left join bank_list as b on p.person_key = b.person_key
left join consent as c on p.person_key = c.person_key and c.purpose = 'account';

create table redemption as
select m.person_key, w.scheme as scheme_code, r.redemption_id, r.redeemed_at, r.points
from read_parquet({landing} || '/points_redemption/*.parquet') as r
inner join person_map as m on r.person_id = m.person_id
inner join read_csv({seeds} || '/residents/points_reward.csv', all_varchar = true) as w on r.reward_code = w.reward_code;

-- Two sides of each entry, as double entry asks.
create table ledger as
with one_side as (
    select person_key, scheme_code, month as booked_month, 'earn' as entry_type, sum(points) as points,
        concat('earn|', person_key, '|', scheme_code, '|', month) as cause_id
    from person_behaviour_month group by all having sum(points) <> 0
    union all
    select person_key, scheme_code, cast(date_trunc('month', redeemed_at) as date), 'redeem', -points, redemption_id
    from redemption
)

select *, 'PERSON' as counter_account from one_side
union all
select * replace (-points as points), 'SCHEME' as counter_account from one_side;

create table points_balance as
select person_key, scheme_code, sum(points) as points_balance from ledger where counter_account = 'PERSON' group by all;

-- Villages of at least ten persons, the others together under their county.
create table community_month as
with cell as (
    select p.region_code, p.village_code, m.month, count(distinct m.person_key) as persons, sum(m.reduction_g) as reduction_g
    from person_month as m
    inner join person as p on m.person_key = p.person_key
    inner join consent as c on m.person_key = c.person_key and c.purpose = 'account' and c.is_granted
    group by all
)

select
    region_code, case when persons >= 10 then village_code else 'other' end as village, month, sum(persons) as persons,
    sum(reduction_g) as reduction_g
from cell group by all having sum(persons) >= 10
union all
select region_code, null, month, sum(persons), sum(reduction_g) from cell group by all;

create table allowance as
select m.person_key, a.period_year, a.allowance_kgco2e, e.emission_g
from read_parquet({landing} || '/personal_allowance/*.parquet') as a
inner join person_map as m on a.person_id = m.person_id
left join (
    select person_key, year(month) as year, sum(emission_g) as emission_g from person_month group by all
) as e on m.person_key = e.person_key and a.period_year = e.year;
