{{ config(
    materialized='by_month',
    month_column='month',
    volume_source='personal_behaviour',
    also_dirty='months_of_persons_and_banks_that_arrived',
    pre_hook="{{ keep_join_sides(true) }}",
    post_hook="{{ keep_join_sides(false) }}"
) }}

{#
  Every row of a month once: which version counts, what stops or would stop it (reason_code, also of superseded versions), its factor, its quantity in the unit of the factor, and the grams and points of
  the whole record. What is suspected, claimed twice or over a cap is not known here: fct_behaviour_verdict. A household's power takes the factor of its
  region and year.
#}
-- depends_on: {{ ref('base_person_registry') }}, {{ ref('base_bank_registry') }}
with versions as (
    select * from {{ ref('base_personal_behaviour') }}
    where record_month = {{ month_start() }}
),

described as (
    select
        v.*,
        lower(trim(v.unit)) as delivered_unit,
        coalesce(v.scheme, s.scheme) as scheme_code
    from versions as v
    left join {{ ref('source_system_scheme') }} as s on v.source_system = s.source_system
),

{# A factor per scheme, behaviour and validity; its row of the delivered unit says how to convert. #}
factor as (
    select * from {{ ref('dim_behaviour_factor') }} where is_own_unit
),

understood as (
    select
        v.*,
        p.region_code,
        b.factor_no,
        b.gco2_per_unit,
        b.points_per_unit,
        b.takes_grid_factor,
        case when c.to_factor_unit = 1 then v.quantity else try_cast(v.quantity * c.to_factor_unit as decimal(18, 6)) end as factor_quantity,
        case
            when p.person_key is null then 'unknown_person'
            when v.bank_code is not null and k.bank_code is null then 'unknown_bank'
            when v.occurred_at_local_on > {{ add_days('cast(v.known_at as date)', 1) }} then 'in_future'
            when v.scheme_code is null then 'unknown_scheme'
            when b.factor_no is null then 'unknown_behaviour'
            when c.factor_no is null then 'unknown_unit'
            when c.to_factor_unit is null then 'wrong_dimension'
        end as stopped_by
    from described as v
    left join {{ ref('stg_person_registry') }} as p on v.person_key = p.person_key
    left join {{ ref('stg_bank_registry') }} as k on v.bank_code = k.bank_code
    left join factor as b
        on v.scheme_code = b.scheme_code
        and v.behaviour_code = b.behaviour_code
        and (b.valid_from is null or b.valid_from <= v.occurred_at_local_on)
        and (b.valid_to is null or b.valid_to > v.occurred_at_local_on)
    left join {{ ref('dim_behaviour_factor') }} as c on b.factor_no = c.factor_no and v.delivered_unit = c.from_unit
),

{# The grams of a whole record; a household's power takes the factor of its region and year. #}
weighed as (
    select
        u.*,
        g.factor_id as grid_factor_id,
        {{ quick_product('u.factor_quantity', 'coalesce(u.gco2_per_unit, g.gco2_per_kwh)') }} as whole_g,
        {{ quick_product('u.factor_quantity', 'u.points_per_unit', 18, 3) }} as whole_points
    from understood as u
    left join {{ ref('dim_household_power_factor') }} as g
        on u.takes_grid_factor and u.region_code = g.region_code and {{ year_of('u.occurred_at_local_on') }} = g.year_start
)

select
    {{ month_start() }} as month,
    load_id,
    line_no,
    known_at,
    event_id,
    source_system,
    person_key,
    bank_code,
    scheme_code,
    behaviour_code,
    occurred_at,
    occurred_at_local_on as occurred_on,
    quantity,
    unit,
    version_class,
    record_status = 'withdrawn' as is_withdrawal,
    case
        when stopped_by is not null then stopped_by
        when factor_quantity is null then 'amount_overflow'
        when takes_grid_factor and grid_factor_id is null then 'no_factor'
        when whole_g is null and (gco2_per_unit is not null or takes_grid_factor) then 'amount_overflow'
        when whole_points is null and points_per_unit is not null then 'amount_overflow'
        when whole_g >= {{ most_per_record() }} or whole_points >= {{ most_per_record() }} then 'amount_overflow'
    end as reason_code,
    factor_no,
    grid_factor_id,
    factor_quantity,
    whole_g,
    whole_points
from weighed
