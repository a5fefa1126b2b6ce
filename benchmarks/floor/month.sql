-- One month, from its raw rows to sums of persons. Temporary tables are dropped at the end.

-- Few records have a second version: those alone are ranked.
create temp table superseded as
with several as (
    select hash(event_id, source_system) as key from read_parquet({raw_of_month}) group by key having count(*) > 1
)

select load_id, line_no
from (
    select
        load_id, line_no, row_number() over (
            partition by event_id, source_system order by known_at desc, load_id desc, line_no desc
        ) as nth
    from read_parquet({raw_of_month})
    where hash(event_id, source_system) in (select key from several)
)
where nth > 1;

insert into record
select
    {month}, a.load_id, a.line_no, a.known_at, a.event_id, a.source_system, a.person_key, a.bank_code,
    coalesce(a.scheme, s.scheme) as scheme_code, a.behaviour_code, a.occurred_at, a.occurred_on, a.quantity, a.unit,
    case when x.line_no is null then 'current' else 'superseded' end,
    case
        when p.person_key is null then 'unknown_person'
        when a.bank_code is not null and b.bank_code is null then 'unknown_bank'
        when a.occurred_on > cast(a.known_at as date) + 1 then 'in_future'
        when coalesce(a.scheme, s.scheme) is null then 'unknown_scheme'
        when f.behaviour_code is null then 'unknown_behaviour'
        when f.unit <> a.unit then 'unknown_unit'
    end as reason_code,
    f.factor_no,
    cast(a.quantity * coalesce(f.gco2_per_unit, case when f.behaviour_code = 'HOUSEHOLD_KWH' then g.g_per_kwh end)
        as decimal(28, 10)),
    cast(a.quantity * f.points_per_unit as decimal(18, 3))
from read_parquet({raw_of_month}) as a
left join superseded as x on a.load_id = x.load_id and a.line_no = x.line_no
left join source_scheme as s on a.source_system = s.source_system
left join person as p on a.person_key = p.person_key
left join bank as b on a.bank_code = b.bank_code
left join behaviour as f on coalesce(a.scheme, s.scheme) = f.scheme and a.behaviour_code = f.behaviour_code
cross join (select g_per_kwh from grid_factor where year <= year({month}) order by year desc limit 1) as g;

create temp view sound as
select *, epoch(date_trunc('second', occurred_at)) as at_s
from record
where month = {month} and version_class = 'current' and reason_code is null;

-- Abuse: only persons with enough records can be too fast or too even.
create temp table busy as
select s.load_id, s.line_no, s.person_key, s.event_id, s.source_system, s.at_s, b.records
from sound as s
inner join (select person_key, count(*) as records from sound group by all having count(*) > 10) as b
    on s.person_key = b.person_key;

create temp table held as
with in_hour as (
    select *, count(*) over (
        partition by person_key order by at_s range between 3599 preceding and current row
    ) as records_in_hour
    from busy where records > 60
),

fast as (
    select load_id, line_no, max(records_in_hour) over (
        partition by person_key order by at_s range between current row and 3599 following
    ) as most
    from in_hour
),

gaps as (
    select *, at_s - lag(at_s) over w as gap from busy
    window w as (partition by person_key order by at_s, event_id, source_system)
),

changes as (
    select *, gap is distinct from lag(gap) over w as is_other from gaps
    window w as (partition by person_key order by at_s, event_id, source_system)
),

runs as (
    select *, sum(is_other::integer) over w as run from changes
    window w as (partition by person_key order by at_s, event_id, source_system)
),

counted as (
    select *, case when gap > 0 then count(*) over (partition by person_key, run) else 0 end as equal_gaps from runs
),

even as (
    select load_id, line_no, equal_gaps, lead(case when is_other then equal_gaps else 0 end) over (
        partition by person_key order by at_s, event_id, source_system
    ) as equal_gaps_after
    from counted
),

crowd as (
    select behaviour_code, at_s from sound group by all having count(*) >= 20 and count(distinct person_key) >= 20
),

rides as (
    select load_id, line_no, quantity, lead(at_s) over (partition by person_key order by at_s, event_id) - at_s as seconds
    from sound where behaviour_code = 'BICYCLE_KM'
)

select load_id, line_no, min(rule_code) as rule_code
from (
    select load_id, line_no, 'VELOCITY' as rule_code from fast where most > 60
    union all
    select load_id, line_no, 'PERIODIC' from even where greatest(equal_gaps, equal_gaps_after) >= 10
    union all
    select s.load_id, s.line_no, 'SAME_SECOND'
    from sound as s semi join crowd as c on s.behaviour_code = c.behaviour_code and s.at_s = c.at_s
    union all
    select load_id, line_no, 'SPEED' from rides where quantity * 3600 > 40 * seconds
)
group by all;

-- One claim: chains within a person, family and day (or month), where there is more than one record at all.
create temp table loser as
with told as (
    select
        s.load_id, s.line_no, s.person_key, s.event_id, s.source_system, s.behaviour_code, s.at_s, f.family, f.precedence,
        f.window_minutes, case when f.window_minutes >= 1440 then {month} else s.occurred_on end as bucket_on
    from sound as s
    inner join behaviour as f on s.factor_no = f.factor_no
    where f.family is not null
),

several as (
    select person_key, family, bucket_on from told group by all having count(*) > 1
),

started as (
    select t.*, case
        when window_minutes >= 1440 then 0
        when at_s - lag(at_s) over w <= window_minutes * 60 then 0
        else 1
    end as is_start
    from told as t
    semi join several as s on t.person_key = s.person_key and t.family = s.family and t.bucket_on = s.bucket_on
    anti join held as h on t.load_id = h.load_id and t.line_no = h.line_no
    window w as (partition by t.person_key, t.family, t.bucket_on order by at_s, event_id, source_system)
),

chained as (
    select *, sum(is_start) over (
        partition by person_key, family, bucket_on order by at_s, event_id, source_system rows unbounded preceding
    ) as chain
    from started
),

placed as (
    select
        *, min(precedence) over act as best_precedence,
        row_number() over same as place,
        first_value(event_id) over same as same_event_id,
        first_value(event_id) over (
            partition by person_key, family, bucket_on, chain order by precedence, at_s, source_system, event_id
        ) as best_event_id
    from chained
    window
        act as (partition by person_key, family, bucket_on, chain),
        same as (
            partition by person_key, family, bucket_on, chain, precedence, behaviour_code
            order by at_s, source_system, event_id
        )
)

select load_id, line_no, case when precedence > best_precedence then best_event_id else same_event_id end as winner_event_id
from placed
where precedence > best_precedence or place > 1;

-- Caps: only where more than the cap was done are records summed one by one.
create temp table capped as
with countable as (
    select
        s.load_id, s.line_no, s.person_key, s.factor_no, s.event_id, s.source_system, s.at_s, s.quantity, f.cap_basis,
        f.cap_count, case when f.cap_period = 'day' then s.occurred_on else {month} end as period_on,
        case when f.cap_basis = 'records' then 1 else s.quantity end as used
    from sound as s
    inner join behaviour as f on s.factor_no = f.factor_no
    where f.cap_count is not null
),

full_period as (
    select person_key, factor_no, period_on from countable group by all having sum(used) > max(cap_count)
),

used_up as (
    select c.*, cap_count - coalesce(sum(used) over (
        partition by c.person_key, c.factor_no, c.period_on order by at_s, event_id, source_system
        rows between unbounded preceding and 1 preceding
    ), 0) as cap_left
    from countable as c
    semi join full_period as f on c.person_key = f.person_key and c.factor_no = f.factor_no and c.period_on = f.period_on
    anti join held as h on c.load_id = h.load_id and c.line_no = h.line_no
    anti join loser as l on c.load_id = l.load_id and c.line_no = l.line_no
)

select
    load_id, line_no,
    cast(case when cap_left <= 0 or cap_basis = 'records' then 0 else cap_left end as decimal(18, 6)) as counted_quantity
from used_up
where cap_left < used;

insert into verdict
select {month}, load_id, line_no, max(rule_code), max(winner_event_id), max(counted_quantity)
from (
    select load_id, line_no, rule_code, null as winner_event_id, null as counted_quantity from held
    union all
    select load_id, line_no, null, winner_event_id, null from loser
    union all
    select load_id, line_no, null, null, counted_quantity from capped
)
group by all;

insert into person_behaviour_month
select
    person_key, {month}, scheme_code, behaviour_code, max(scenario_group), min(occurred_on), max(occurred_on), count(*),
    count_if(outcome = 'counted'), count_if(outcome = 'over_cap'), count_if(outcome = 'duplicate_claim'),
    count_if(outcome = 'held'), sum(counted_quantity), sum(reduction_g), sum(emission_g), sum(points)
from fct_personal_behaviour
where month = {month} and outcome not in ('superseded', 'quarantined')
group by person_key, scheme_code, behaviour_code;

insert into person_month
select
    person_key, {month}, min(first_on), max(last_on), sum(records), sum(counted_records), sum(held_records), sum(reduction_g),
    sum(case when scenario_group = 'online_service' then reduction_g else 0 end),
    sum(case when scenario_group = 'green_travel' then reduction_g else 0 end),
    sum(case when scenario_group = 'recycling' then reduction_g else 0 end),
    sum(case when scenario_group = 'water_energy_saving' then reduction_g else 0 end), sum(emission_g)
from person_behaviour_month
where month = {month}
group by person_key;

insert into bank_month select distinct {month}, person_key, bank_code from sound where bank_code is not null;

drop view sound; drop table superseded; drop table busy; drop table held; drop table loser; drop table capped;
