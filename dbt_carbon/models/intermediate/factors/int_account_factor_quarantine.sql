{# An own factor that nobody can use waits with its reason. #}
with judged as (
    select
        f.record_key,
        f.load_id,
        f.line_no,
        case
            when a.account_id is null then 'unknown_account'
            when f.factor is not null and (u.unit_code is null or {{ factor_mass_kg('f.factor_unit') }} is null) then 'unknown_unit'
            when f.factor is null and f.ncv_gj_per_unit is null and f.carbon_content_tc_per_tj is null and f.oxidation_rate is null then 'no_value'
            when {{ factor_does_not_fit('f') }} then 'amount_overflow'
        end as reason_code
    from {{ ref('stg_account_factor') }} as f
    left join (select distinct account_id from {{ ref('stg_account_registry') }}) as a on f.account_id = a.account_id
    left join {{ ref('unit') }} as u on {{ factor_per_unit('f.factor_unit') }} = u.unit_code
)

select * from judged
where reason_code is not null
