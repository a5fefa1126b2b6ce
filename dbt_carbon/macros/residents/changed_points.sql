{#
  Months of fct_points_entry to build again because of what is not kept by month: entries of redemption, expiry or write-off that are not those of fct_points_use
  any more, and entries booked in another month than they were earned in, which fct_points_late may have changed.
#}
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
    ),

    wanted_late as (
        select person_key, scheme_code, month as cause_month, booked_month as month, points
        from {{ ref('fct_points_late') }}
        where booked_month > month and points <> points_before and points <> 0
        union all
        select person_key, scheme_code, month, booked_month, -points_before
        from {{ ref('fct_points_late') }}
        where booked_month > month and points <> points_before and points_before <> 0
    ),

    booked_late as (
        select person_key, scheme_code, cause_month, booked_month as month, points
        from {{ this }}
        where cause_month < booked_month
    )

    select month from (select * from wanted except select * from booked) as missing
    union
    select month from (select * from booked except select * from wanted) as gone
    union
    select month from (select * from wanted_late except select * from booked_late) as missing_late
    union
    select month from (select * from booked_late except select * from wanted_late) as gone_late
{%- endmacro %}
