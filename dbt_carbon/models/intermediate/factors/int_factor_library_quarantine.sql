{# A library row that nobody can use, because its unit cannot be read or its amount does not fit, or that would speak for every account, waits with its reason. #}
with judged as (
    select
        f.record_key,
        f.load_id,
        f.line_no,
        case
            when f.factor_set in ('{{ shared_factor_sets() | join("', '") }}') or h.heat_code is not null then 'reserved_factor_set'
            when u.unit_code is null or {{ factor_mass_kg('f.factor_unit') }} is null then 'unknown_unit'
            when {{ factor_does_not_fit('f') }} then 'amount_overflow'
        end as reason_code
    from {{ ref('stg_factor_library') }} as f
    left join {{ ref('unit') }} as u on {{ factor_per_unit('f.factor_unit') }} = u.unit_code
    left join (select distinct heat_code from {{ ref('heat_factor') }}) as h on f.factor_set = h.heat_code
)

select * from judged
where reason_code is not null
