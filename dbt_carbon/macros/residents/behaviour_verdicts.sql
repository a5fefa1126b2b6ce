{#
  What sets a behaviour record apart from others of its month: a chain of CTEs that ends in `verdict`, one row per record that is suspected, a second report
  of an act, or partly or wholly beyond a cap; all others count in full.
    rule_code, review                 the rule of abuse that hit, and whether the record is still held: open or upheld; cleared
    winner_event_id, winner_source_system   the report that counts instead
    counted_quantity, counted_g       what the cap leaves; counted_g where the cap is in grams
  In this order: what a rule of abuse finds is held unless a review has cleared it; of several reports of one act one counts; caps are used up by what is left,
  in order of time. What is held or a duplicate uses up no cap.
    checked   a relation like int_personal_behaviour__checked, of the month month_start()
    edition   columns of it that tell several states of knowledge apart ([]: one state)
    reviews   a query for the decisions that hold: event_id, source_system, decision, and the columns of edition
    crowds    a query for the records that share their second with others, where checked does not hold all persons ('': it does)
  Times are compared in whole seconds; windows end with the local month. A month is millions of rows of which few are concerned: each rule first groups them to
  find the persons, seconds, acts and periods that it can concern at all, and looks closely at the rows of these.
#}
{% macro behaviour_verdicts(checked, edition=[], reviews=none, crowds='') %}
{%- set row_id = edition + ['load_id', 'line_no'] -%}
{%- set in_order = 'occurred_s nulls last, event_id nulls last, source_system nulls last' -%}
{%- set by_source = 'occurred_s nulls last, source_system nulls last, event_id nulls last' -%}
{%- set sound -%}
(select c.*, {{ epoch_seconds('c.occurred_at') }} as occurred_s from {{ checked }} as c where c.month = {{ month_start() }} and c.version_class = 'current' and c.reason_code is null)
{%- endset -%}
factor as (
    select * from {{ ref('dim_behaviour_factor') }} where is_own_unit
),

{# --- Abuse ------------------------------------------------------------------------------------------------------------------------------------- #}
threshold as (
    select
        max(case when rule_code = 'VELOCITY' then threshold end) as records_per_hour,
        max(case when rule_code = 'PERIODIC' then threshold end) as equal_gaps,
        max(case when rule_code = 'SAME_SECOND' then threshold end) as persons,
        max(case when rule_code = 'SPEED' then threshold end) as km_per_hour
    from {{ ref('abuse_rule') }} as a
    where {{ holds_on('a', month_start()) }}
),

busy_person as (
    select {{ (edition + ['person_key']) | join(', ') }}
    from {{ sound }} as s
    group by {{ (edition + ['person_key']) | join(', ') }}
    having count(*) > (select least(records_per_hour, equal_gaps) from threshold)
),

{%- set person = (edition + ['person_key']) | join(', ') %}
busy as (
    select
        {{ row_id | join(', ') }},
        person_key,
        event_id,
        source_system,
        occurred_s,
        count(*) over (partition by {{ person }} order by occurred_s nulls last range between 3599 preceding and current row) as records_in_hour,
        occurred_s - lag(occurred_s) over (partition by {{ person }} order by {{ in_order }}) as gap_s
    from {{ sound }} as s
    where ({{ person }}) in (select {{ person }} from busy_person)
),

changed_gap as (
    select
        busy.*,
        case when gap_s is distinct from lag(gap_s) over (partition by {{ person }} order by {{ in_order }}) then 1 else 0 end as is_other_gap,
        max(records_in_hour) over (partition by {{ person }} order by occurred_s nulls last range between current row and 3599 following) as most_in_hour
    from busy
),

run_of_gaps as (
    select
        changed_gap.*,
        sum(is_other_gap) over (partition by {{ person }} order by {{ in_order }} rows between unbounded preceding and current row) as run_no
    from changed_gap
),

counted_gaps as (
    select
        run_of_gaps.*,
        case when gap_s > 0 then count(*) over (partition by {{ person }}, run_no) else 0 end as equal_gaps
    from run_of_gaps
),

{# The record before the first of the equal gaps belongs to them. #}
periodic as (
    select
        counted_gaps.*,
        lead(case when is_other_gap = 1 then equal_gaps else 0 end) over (partition by {{ person }} order by {{ in_order }}) as equal_gaps_after
    from counted_gaps
),

{%- set second = (edition + ['behaviour_code', 'occurred_s']) | join(', ') %}
{%- if not crowds %}
crowded_second as (
    select {{ second }}
    from {{ sound }} as s
    group by {{ second }}
    having count(*) >= (select persons from threshold)
),

same_second as (
    select {{ second }}
    from {{ sound }} as s
    where ({{ second }}) in (select {{ second }} from crowded_second)
    group by {{ second }}
    having count(distinct person_key) >= (select persons from threshold)
),
{%- endif %}

{# Of one behaviour: a ride cannot begin before the one before it has ended. #}
ride as (
    select
        {{ row_id | join(', ') }},
        factor_quantity,
        lead(occurred_s) over (partition by {{ person }}, behaviour_code order by {{ in_order }}) - occurred_s as seconds_to_next
    from {{ sound }} as s
    where behaviour_code in (select behaviour_code from {{ ref('abuse_rule_behaviour') }} where rule_code = 'SPEED')
),

suspected as (
    select {{ row_id | join(', ') }}, 'VELOCITY' as rule_code
    from changed_gap
    where most_in_hour > (select records_per_hour from threshold)
    union all
    select {{ row_id | join(', ') }}, 'PERIODIC'
    from periodic
    where greatest(equal_gaps, coalesce(equal_gaps_after, 0)) >= (select equal_gaps from threshold)
    union all
    {%- if crowds %}
    select {{ row_id | join(', ') }}, 'SAME_SECOND' from ({{ crowds }}) as crowd
    {%- else %}
    select {{ row_id | join(', ') }}, 'SAME_SECOND'
    from {{ sound }} as s
    where ({{ second }}) in (select {{ second }} from same_second)
    {%- endif %}
    union all
    select {{ row_id | join(', ') }}, 'SPEED'
    from ride
    where cast(factor_quantity as decimal(19, 6)) * cast(3600 as decimal(4, 0)) > cast(seconds_to_next as decimal(18, 0)) * (select cast(km_per_hour as decimal(19, 6)) from threshold)
),

reviewed as (
    {%- if reviews %}
    {{ reviews }}
    {%- else %}
    select
        event_id,
        source_system,
        max_by(decision, decided_at) as decision
    from {{ ref('stg_behaviour_review') }}
    group by event_id, source_system
    {%- endif %}
),

rule_hit as (
    select {{ row_id | join(', ') }}, min(rule_code) as rule_code
    from suspected
    group by {{ row_id | join(', ') }}
),

suspect as (
    select
        h.{{ row_id | join(', h.') }},
        h.rule_code,
        coalesce(r.decision, 'open') as review
    from rule_hit as h
    inner join {{ sound }} as s on {% for column in row_id %}h.{{ column }} = s.{{ column }}{{ ' and ' if not loop.last }}{% endfor %}
    left join reviewed as r on s.event_id = r.event_id and s.source_system = r.source_system{% for column in edition %} and h.{{ column }} = r.{{ column }}{% endfor %}
),

held as (
    select {{ row_id | join(', ') }} from suspect where review <> 'cleared'
),

{# --- One claim per act -------------------------------------------------------------------------------------------------------------------------- #}
{%- set bucket = 'case when b.window_minutes >= 1440 then ' ~ month_start() ~ ' else s.occurred_on end' %}
possible_act as (
    select s.{{ (edition + ['person_key']) | join(', s.') }}, b.family, {{ bucket }} as bucket_on
    from {{ sound }} as s
    inner join factor as b on s.factor_no = b.factor_no
    where b.family is not null
    group by s.{{ (edition + ['person_key']) | join(', s.') }}, b.family, {{ bucket }}
    having count(*) > 1
),

family_record as (
    select
        s.{{ row_id | join(', s.') }},
        s.person_key,
        s.event_id,
        s.source_system,
        s.behaviour_code,
        s.occurred_s,
        b.family,
        b.precedence,
        b.window_minutes,
        {{ bucket }} as bucket_on
    from {{ sound }} as s
    inner join factor as b on s.factor_no = b.factor_no
    where
        ({% for column in edition + ['person_key'] %}s.{{ column }}, {% endfor %}b.family, {{ bucket }}) in (
            select {{ person }}, family, bucket_on from possible_act
        )
        and ({% for column in row_id %}s.{{ column }}{{ ', ' if not loop.last }}{% endfor %}) not in (select {{ row_id | join(', ') }} from held)
),

chained as (
    select
        started.*,
        sum(starts_chain) over (partition by {{ person }}, family, bucket_on order by {{ in_order }} rows between unbounded preceding and current row) as chain_no
    from (
        select
            family_record.*,
            case
                when window_minutes >= 1440 then 0
                when occurred_s - lag(occurred_s) over (partition by {{ person }}, family, bucket_on order by {{ in_order }}) <= window_minutes * 60 then 0
                else 1
            end as starts_chain
        from family_record
    ) as started
),

{%- set act = person ~ ', family, bucket_on, chain_no' %}
placed as (
    select
        chained.*,
        min(precedence) over (partition by {{ act }}) as best_precedence,
        row_number() over (partition by {{ act }}, precedence, behaviour_code order by {{ by_source }}) as place,
        first_value(event_id) over (partition by {{ act }} order by precedence nulls last, {{ by_source }} rows between unbounded preceding and unbounded following) as best_event_id,
        first_value(source_system) over (partition by {{ act }} order by precedence nulls last, {{ by_source }} rows between unbounded preceding and unbounded following) as best_source_system,
        first_value(event_id) over (partition by {{ act }}, precedence, behaviour_code order by {{ by_source }} rows between unbounded preceding and unbounded following) as same_event_id,
        first_value(source_system) over (partition by {{ act }}, precedence, behaviour_code order by {{ by_source }} rows between unbounded preceding and unbounded following) as same_source_system
    from chained
),

duplicate as (
    select
        {{ row_id | join(', ') }},
        case when precedence > best_precedence then best_event_id else same_event_id end as winner_event_id,
        case when precedence > best_precedence then best_source_system else same_source_system end as winner_source_system
    from placed
    where precedence > best_precedence or place > 1
),

{# --- Caps --------------------------------------------------------------------------------------------------------------------------------------- #}
{%- set period = "case when b.cap_period = 'day' then s.occurred_on else " ~ month_start() ~ ' end' %}
{%- set measure = "case b.cap_basis when 'records' then cast(1 as decimal(28, 10)) when 'quantity' then cast(s.factor_quantity as decimal(28, 10)) else s.whole_g end" %}
possible_cap as (
    select s.{{ (edition + ['person_key', 'factor_no']) | join(', s.') }}, {{ period }} as period_on
    from {{ sound }} as s
    inner join factor as b on s.factor_no = b.factor_no
    where b.cap_count is not null
    group by s.{{ (edition + ['person_key', 'factor_no']) | join(', s.') }}, {{ period }}
    having sum({{ measure }}) > max(b.cap_count)
),

used_up as (
    select
        s.{{ row_id | join(', s.') }},
        s.factor_quantity,
        b.cap_basis,
        b.gco2_per_unit,
        {{ measure }} as cap_measure,
        cast(b.cap_count as decimal(28, 10)) - coalesce(sum({{ measure }}) over (
            partition by s.{{ (edition + ['person_key', 'factor_no']) | join(', s.') }}, {{ period }}
            order by s.occurred_s nulls last, s.event_id nulls last, s.source_system nulls last
            rows between unbounded preceding and 1 preceding
        ), 0) as cap_left
    from {{ sound }} as s
    inner join factor as b on s.factor_no = b.factor_no
    where
        ({% for column in edition + ['person_key', 'factor_no'] %}s.{{ column }}, {% endfor %}{{ period }}) in (
            select {{ person }}, factor_no, period_on from possible_cap
        )
        and ({% for column in row_id %}s.{{ column }}{{ ', ' if not loop.last }}{% endfor %}) not in (select {{ row_id | join(', ') }} from held)
        and ({% for column in row_id %}s.{{ column }}{{ ', ' if not loop.last }}{% endfor %}) not in (select {{ row_id | join(', ') }} from duplicate)
),

over_cap as (
    select
        {{ row_id | join(', ') }},
        case
            when cap_left <= 0 or cap_basis = 'records' then cast(0 as decimal(18, 6))
            when cap_basis = 'quantity' then cast(cap_left as decimal(18, 6))
            else try_cast({{ quotient('cast(cap_left as decimal(28, 10))', 'gco2_per_unit', 10, 10, 6, 28) }} as decimal(18, 6))
        end as counted_quantity,
        case when cap_basis = 'grams' then cast(greatest(cap_left, 0) as decimal(28, 10)) end as counted_g
    from used_up
    where cap_left < cap_measure
),

{# --- Verdict ------------------------------------------------------------------------------------------------------------------------------------ #}
verdict as (
    select
        {{ row_id | join(', ') }},
        max(rule_code) as rule_code,
        max(review) as review,
        max(winner_event_id) as winner_event_id,
        max(winner_source_system) as winner_source_system,
        max(counted_quantity) as counted_quantity,
        max(counted_g) as counted_g
    from (
        select
            {{ row_id | join(', ') }},
            rule_code,
            review,
            cast(null as {{ dbt.type_string() }}) as winner_event_id,
            cast(null as {{ dbt.type_string() }}) as winner_source_system,
            cast(null as decimal(18, 6)) as counted_quantity,
            cast(null as decimal(28, 10)) as counted_g
        from suspect
        union all
        select {{ row_id | join(', ') }}, null, null, winner_event_id, winner_source_system, null, null
        from duplicate
        union all
        select {{ row_id | join(', ') }}, null, null, null, null, counted_quantity, counted_g
        from over_cap
    ) as each_verdict
    group by {{ row_id | join(', ') }}
)
{%- endmacro %}
