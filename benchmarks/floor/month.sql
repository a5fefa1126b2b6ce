-- One month, from its raw rows to facts. Each table below is dropped at the end.
create temp table arrived as
select
    r.*, coalesce(r.scheme, s.scheme) as scheme_code
from read_parquet({raw_of_month}) as r
left join source_scheme as s on r.source_system = s.source_system;

-- Few records have a second version: those alone are ranked.
create temp table several as
select event_id, source_system from arrived group by all having count(*) > 1;

create temp table superseded as
select load_id, line_no
from (
    select
        a.load_id, a.line_no, row_number() over (
            partition by a.event_id, a.source_system order by a.known_at desc, a.load_id desc, a.line_no desc
        ) as nth
    from arrived as a
    semi join several as d on a.event_id = d.event_id and a.source_system = d.source_system
)
where nth > 1;

create temp table checked as
select
    a.*, f.scenario_group, f.effect, f.family, f.window_minutes, f.precedence, f.cap_basis, f.cap_period, f.cap_count,
    f.points_per_unit, coalesce(f.gco2_per_unit, g.g_per_kwh) as g_per_unit,
    case
        when p.person_key is null then 'unknown_person'
        when a.bank_code is not null and b.bank_code is null then 'unknown_bank'
        when a.occurred_at > a.known_at + interval 1 day then 'in_future'
        when a.scheme_code is null then 'unknown_scheme'
        when f.behaviour_code is null then 'unknown_behaviour'
        when f.unit <> a.unit then 'unknown_unit'
    end as reason_code
from arrived as a
anti join superseded as x on a.load_id = x.load_id and a.line_no = x.line_no
left join person as p on a.person_key = p.person_key
left join bank as b on a.bank_code = b.bank_code
left join behaviour as f on a.scheme_code = f.scheme and a.behaviour_code = f.behaviour_code
left join (
    select g_per_kwh from grid_factor where year <= year({month}) order by year desc limit 1
) as g on f.behaviour_code = 'HOUSEHOLD_KWH';

-- Abuse: only persons with enough records can be too fast or too even.
create temp table busy as
select person_key, count(*) as records from checked
where reason_code is null and effect = 'reduction' group by all having count(*) > 10;

create temp table held as
with of_busy as (
    select c.load_id, c.line_no, c.person_key, c.occurred_at, c.event_id, b.records
    from checked as c inner join busy as b on c.person_key = b.person_key
    where c.reason_code is null and c.effect = 'reduction'
),

fast as (
    select load_id, line_no, 'VELOCITY' as rule_code
    from (
        select *, count(*) over (
            partition by person_key order by occurred_at range between current row and interval 1 hour following
        ) as ahead, count(*) over (
            partition by person_key order by occurred_at range between interval 1 hour preceding and current row
        ) as behind
        from of_busy where records > 60
    )
    where ahead > 60 or behind > 60
),

gaps as (
    select *, epoch_us(occurred_at) - epoch_us(lag(occurred_at) over w) as gap
    from of_busy
    window w as (partition by person_key order by occurred_at, event_id)
),

runs as (
    select *, sum(case when gap = last_gap then 0 else 1 end) over w as run
    from (select *, lag(gap) over (partition by person_key order by occurred_at, event_id) as last_gap from gaps)
    window w as (partition by person_key order by occurred_at, event_id)
),

even as (
    select load_id, line_no, 'PERIODIC' as rule_code
    from runs
    qualify count(gap) over (partition by person_key, run) >= 10
),

seconds as (
    select behaviour_code, occurred_at from checked
    where reason_code is null and effect = 'reduction'
    group by all having count(*) >= 20 and count(distinct person_key) >= 20
),

crowd as (
    select c.load_id, c.line_no, 'SAME_SECOND' as rule_code
    from checked as c
    semi join seconds as s on c.behaviour_code = s.behaviour_code and c.occurred_at = s.occurred_at
    where c.reason_code is null
),

riders as (
    select distinct person_key from checked where behaviour_code = 'BICYCLE_KM' and reason_code is null
),

rides as (
    select
        c.load_id, c.line_no, c.behaviour_code, c.quantity, c.occurred_at,
        lead(c.occurred_at) over (partition by c.person_key order by c.occurred_at, c.event_id) as next_at
    from checked as c
    semi join riders as r on c.person_key = r.person_key
    where c.reason_code is null and c.effect = 'reduction'
),

speed as (
    select load_id, line_no, 'SPEED' as rule_code from rides
    where behaviour_code = 'BICYCLE_KM' and quantity * 3600 > 40 * (epoch(next_at) - epoch(occurred_at))
)

select load_id, line_no, min(rule_code) as rule_code
from (from fast union all from even union all from crowd union all from speed)
group by all;

-- One claim: chains within a person and family.
create temp table loser as
with claimed as (
    select
        c.load_id, c.line_no, c.person_key, c.family, c.window_minutes, c.precedence, c.behaviour_code, c.event_id,
        c.source_system, c.occurred_at, c.occurred_on
    from checked as c
    anti join held as h on c.load_id = h.load_id and c.line_no = h.line_no
    where c.reason_code is null and c.family is not null
),

apart as (
    select *, case
        when window_minutes >= 1440 then 0
        when lag(occurred_on) over w = occurred_on
            and epoch(occurred_at) - epoch(lag(occurred_at) over w) <= window_minutes * 60 then 0
        else 1
    end as is_start
    from claimed
    window w as (partition by person_key, family order by occurred_at, source_system, event_id)
),

grouped as (
    select *, sum(is_start) over (
        partition by person_key, family order by occurred_at, source_system, event_id rows unbounded preceding
    ) as chain
    from apart
),

best as (
    select *, min(precedence) over (partition by person_key, family, chain) as first_precedence
    from grouped
)

select load_id, line_no from best
-- Bills of one precedence are different bills: each code has its own winner; a bill of no kind loses to any.
qualify row_number() over (
    partition by person_key, family, chain, case when precedence = first_precedence then behaviour_code end
    order by precedence, occurred_at, source_system, event_id
) > 1 or precedence > first_precedence;

-- Caps: only groups that reach one are summed record by record.
create temp table countable as
select
    c.load_id, c.line_no, c.event_id, c.person_key, c.scheme_code, c.behaviour_code, c.occurred_at, c.cap_basis, c.cap_count,
    case when c.cap_period = 'day' then c.occurred_on else c.month end as period,
    case c.cap_basis when 'records' then 1 when 'grams' then c.quantity * c.g_per_unit else c.quantity end as used,
    c.quantity
from checked as c
anti join held as h on c.load_id = h.load_id and c.line_no = h.line_no
anti join loser as l on c.load_id = l.load_id and c.line_no = l.line_no
where c.reason_code is null and c.cap_basis is not null;

create temp table full_group as
select person_key, scheme_code, behaviour_code, period from countable group by all having sum(used) > any_value(cap_count);

create temp table capped as
select
    load_id, line_no,
    cast(case
        when before >= cap_count then 0
        when before + used <= cap_count then quantity
        else quantity * (cap_count - before) / used
    end as decimal(18, 6)) as counted_quantity
from (
    select c.*, coalesce(sum(used) over (
        partition by c.person_key, c.scheme_code, c.behaviour_code, c.period order by c.occurred_at, c.event_id
        rows between unbounded preceding and 1 preceding
    ), 0) as before
    from countable as c
    semi join full_group as f on c.person_key = f.person_key and c.scheme_code = f.scheme_code
        and c.behaviour_code = f.behaviour_code and c.period = f.period
)
where before + used > cap_count;

insert into fct_personal_behaviour
select
    c.load_id, c.line_no, c.event_id, c.source_system, c.person_key, c.bank_code, c.behaviour_code, c.scheme_code,
    c.occurred_at, c.occurred_on, c.month,
    case
        when c.reason_code is not null then 'quarantined'
        when h.rule_code is not null then 'held'
        when l.line_no is not null then 'duplicate_claim'
        when k.counted_quantity = 0 then 'over_cap'
        else 'counted'
    end as outcome,
    c.reason_code, h.rule_code,
    case when outcome = 'counted' then coalesce(k.counted_quantity, c.quantity) else 0 end as counted,
    case when c.effect = 'reduction' then cast(counted * c.g_per_unit as decimal(28, 10)) else 0 end as g,
    case when c.effect = 'emission' then cast(counted * c.g_per_unit as decimal(28, 10)) else 0 end,
    coalesce(round(counted * c.points_per_unit, 3), 0), c.scenario_group
from checked as c
left join held as h on c.load_id = h.load_id and c.line_no = h.line_no
left join loser as l on c.load_id = l.load_id and c.line_no = l.line_no
left join capped as k on c.load_id = k.load_id and c.line_no = k.line_no;

insert into fct_personal_behaviour (load_id, line_no, event_id, source_system, person_key, bank_code, behaviour_code,
    scheme_code, occurred_at, occurred_on, month, outcome)
select
    a.load_id, a.line_no, a.event_id, a.source_system, a.person_key, a.bank_code, a.behaviour_code, a.scheme_code,
    a.occurred_at, a.occurred_on, a.month, 'superseded'
from arrived as a
semi join superseded as x on a.load_id = x.load_id and a.line_no = x.line_no;

insert into person_month
select
    person_key, month, scheme_code, behaviour_code, any_value(scenario_group), count(*), count_if(outcome = 'counted'),
    count_if(outcome = 'over_cap'), count_if(outcome = 'duplicate_claim'), count_if(outcome = 'held'),
    sum(counted_quantity), sum(reduction_g), sum(emission_g), sum(points)
from fct_personal_behaviour
where month = {month} and outcome not in ('superseded', 'quarantined')
group by person_key, month, scheme_code, behaviour_code;

insert into bank_month
select distinct person_key, bank_code from checked where bank_code is not null and reason_code is null;

drop table arrived; drop table several; drop table superseded; drop table checked; drop table busy; drop table held;
drop table loser; drop table countable; drop table full_group; drop table capped;
