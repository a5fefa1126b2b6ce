{# Months whose entries of redemption, expiry or write-off are not those of fct_points_use and the redemptions any more: further months of fct_points_entry. #}
{% macro months_of_points_that_changed() -%}
    with wanted as (
        select person_key, scheme_code, month, redeemed, expired, written_off, is_overdrawn
        from {{ ref('fct_points_use') }}
        where redeemed <> 0 or expired <> 0 or written_off <> 0
    ),

    booked as (
        select
            person_key,
            scheme_code,
            booked_month as month,
            cast(-sum(case when entry_type = 'redeem' then points else 0 end) as decimal(28, 3)) as redeemed,
            cast(-sum(case when entry_type = 'expire' then points else 0 end) as decimal(28, 3)) as expired,
            cast(sum(case when entry_type = 'write_off' then points else 0 end) as decimal(28, 3)) as written_off,
            max(case when reason_code = 'balance_exceeded' then 1 else 0 end) = 1 as is_overdrawn
        from {{ this }}
        where entry_type in ('redeem', 'expire', 'write_off')
        group by person_key, scheme_code, booked_month
    )

    select month from (select * from wanted except select * from booked) as missing
    union
    select month from (select * from booked except select * from wanted) as gone
{%- endmacro %}
