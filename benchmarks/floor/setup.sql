-- What months need: pseudonyms of persons, who is registered, consents, and the rules of the seeds.
create or replace macro person_key_of(id) as cast(cast('0x' || substr(
    sha256({outer_pad}::blob || unhex(sha256({inner_pad}::blob || encode('person:v1:' || upper(trim(nfc_normalize(id))))))),
    1, 30) as uhugeint) as decimal(38, 0));

create table person_map as
select person_id, person_key_of(person_id) as person_key from read_parquet({landing} || '/person_registry/*.parquet');

create table person as
select m.person_key, r.region_code, r.village_code, r.opened_on
from read_parquet({landing} || '/person_registry/*.parquet') as r
inner join person_map as m on r.person_id = m.person_id;

create table consent as
select m.person_key, c.purpose, max_by(c.decision, c.decided_at) = 'granted' as is_granted, max(c.decided_at) as decided_at
from read_parquet({landing} || '/consent_event/consent_city*.parquet') as c
inner join person_map as m on c.person_id = m.person_id
group by all;

create table bank as
select distinct bank_code from (
    select bank_code from read_csv({landing} || '/bank_registry/*.csv')
    union all
    select bank_code from read_parquet({landing} || '/bank_registry/*.parquet')
);

create table behaviour as
select
    cast(row_number() over (order by f.scheme, f.behaviour_code) as integer) as factor_no, f.scheme, f.behaviour_code, f.scenario_group, f.unit, f.cap_basis, f.cap_period, f.effect, c.family,
    cast(f.gco2_per_unit as decimal(19, 10)) as gco2_per_unit, cast(f.points_per_unit as decimal(19, 10)) as points_per_unit,
    cast(f.cap_count as decimal(18, 6)) as cap_count, cast(c.window_minutes as integer) as window_minutes,
    cast(c.precedence as integer) as precedence
from read_csv({seeds} || '/residents/behaviour_factor.csv', all_varchar = true) as f
left join read_csv({seeds} || '/residents/behaviour_family.csv', all_varchar = true) as c
    on f.behaviour_code = c.behaviour_code and f.behaviour_family = c.family;

create table source_scheme as
select source_system, scheme from read_csv({seeds} || '/residents/source_system_scheme.csv', all_varchar = true);

-- All counties are in Zhejiang: one factor a year, the newest where the year has none.
create table grid_factor as
select year(cast(valid_from as date)) as year, cast(kgco2_per_kwh as decimal(19, 10)) * 1000 as g_per_kwh
from read_csv({seeds} || '/electricity/grid_factor.csv', all_varchar = true)
where area_code = '330000' and series = 'average'
qualify row_number() over (partition by year order by cast(vintage_year as int) desc nulls last) = 1;

-- Every loaded row with what stops it, its factor, grams and points; and, for the few rows that do not count in full, why.
create table record (
    month date, load_id varchar, line_no bigint, known_at timestamp, event_id varchar, source_system varchar,
    person_key decimal(38, 0), bank_code varchar, scheme_code varchar, behaviour_code varchar, occurred_at timestamp,
    occurred_on date, quantity decimal(18, 6), unit varchar, version_class varchar, reason_code varchar, factor_no integer,
    whole_g decimal(28, 10), whole_points decimal(18, 3)
);

create table verdict (
    month date, load_id varchar, line_no bigint, rule_code varchar, winner_event_id varchar, counted_quantity decimal(18, 6)
);

create view fct_personal_behaviour as
select
    r.*, f.scenario_group, f.effect, v.rule_code, v.winner_event_id,
    case
        when r.version_class <> 'current' then r.version_class
        when r.reason_code is not null then 'quarantined'
        when v.rule_code is not null then 'held'
        when v.winner_event_id is not null then 'duplicate_claim'
        when v.counted_quantity = 0 then 'over_cap'
        else 'counted'
    end as outcome,
    case when outcome = 'counted' then coalesce(v.counted_quantity, r.quantity) else 0 end as counted_quantity,
    case
        when outcome <> 'counted' or f.effect <> 'reduction' then 0
        when v.counted_quantity is not null then cast(v.counted_quantity * f.gco2_per_unit as decimal(28, 10))
        else coalesce(r.whole_g, 0)
    end as reduction_g,
    case when outcome = 'counted' and f.effect = 'emission' then r.whole_g else 0 end as emission_g,
    case
        when outcome <> 'counted' or f.effect <> 'reduction' then 0
        when v.counted_quantity is not null then coalesce(cast(v.counted_quantity * f.points_per_unit as decimal(18, 3)), 0)
        else coalesce(r.whole_points, 0)
    end as points
from record as r
left join behaviour as f on r.factor_no = f.factor_no
left join verdict as v on r.month = v.month and r.load_id = v.load_id and r.line_no = v.line_no;

create table person_behaviour_month (
    person_key decimal(38, 0), month date, scheme_code varchar, behaviour_code varchar, scenario_group varchar,
    first_on date, last_on date, records bigint, counted_records bigint, over_cap_records bigint, duplicate_records bigint,
    held_records bigint, counted_quantity decimal(28, 6), reduction_g decimal(28, 10), emission_g decimal(28, 10),
    points decimal(28, 3)
);

create table person_month (
    person_key decimal(38, 0), month date, first_on date, last_on date, records bigint, counted_records bigint,
    held_records bigint, reduction_g decimal(28, 10), online_service_g decimal(28, 10), green_travel_g decimal(28, 10),
    recycling_g decimal(28, 10), water_energy_saving_g decimal(28, 10), emission_g decimal(28, 10)
);

create table bank_month (month date, person_key decimal(38, 0), bank_code varchar);
