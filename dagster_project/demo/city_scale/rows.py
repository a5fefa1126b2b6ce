"""The SQL of the city: each function gives the query of one kind of row.

Everything about a person follows from the person's number, everything about a record from its number within the month:
``hash`` of whole numbers is the only source of chance. Persons with low numbers do more than those with high ones.
"""

from __future__ import annotations

from dagster_project.demo.city_scale.plan import (
    ALLOWANCES,
    APPLICATIONS,
    LOANS,
    PERSONS,
    RECORDS_PER_YEAR,
    REDEMPTIONS_PER_YEAR,
    VILLAGES,
    BehaviourFile,
    CityPlan,
)
from dagster_project.demo.months import YEAR, first_day, last_day
from dagster_project.demo.recipes import Recipe, recipes
from dagster_project.lib.sql import literal

SLOTS = 1_000  # of the table of habits
MOST_HABITS = 4
BILLS_PER_PERSON = 0.5  # within a month, of all kinds together
METERED_EVERY = PERSONS // ALLOWANCES
# One record in so many is ...
TWIN_EVERY, CORRECTED_EVERY, BROKEN_EVERY = 59, 1_000, 4_000
BILL_TWICE_EVERY = 120
# How unequal activity is: the share of records that is spread evenly over all persons.
EVEN = 0.08
SAID_ONCE_PCT = 99.6  # of the records of habit; the others are what is told twice or corrected
VELOCITY_PERSONS, VELOCITY_RECORDS = 20, 70
PERIODIC_PERSONS, PERIODIC_RECORDS = 20, 12
SAME_SECOND_PERSONS = 25
# Days of the month on which somebody cheats.
VELOCITY_DAY, PERIODIC_DAY, SAME_SECOND_DAY = 10, 12, 14


def lookup_tables(banks: list[str]) -> list[str]:
    """Statements that make the small tables which the queries join: habits by slot, bills, meters, villages, banks."""
    codes = ", ".join(f"({number}, {literal(bank)})" for number, bank in enumerate(banks))
    return [
        f"create temp table bank as select * from (values {codes}) as banks(number, bank_code)",
        f"create temp table habit as select * from (values {_slots()}) as habits(slot, {_HABIT_COLUMNS})",
        f"create temp table bill as select * from (values {_bills()}) as bills(number, threshold, {_HABIT_COLUMNS})",
        f"create temp table meter as select * from (values {_meters()}) as m(number, code, unit, share, low, high)",
        f"create temp table village as {_villages()}",
    ]


_HABIT_COLUMNS = "source_system, behaviour_code, unit, scheme, low, high, per_unit, is_commute"


def person_id(number: str) -> str:
    """The identifier of a person by number; numbers beyond the city belong to nobody who is registered."""
    return f"'DEMO-R' || lpad(cast(({number} * 7919 + 104729) % 1000000000 as varchar), 9, '0')"


def person_rows(plan: CityPlan) -> str:
    opened = f"date '{first_day(plan.first_month)}' - cast(1 + hash(p, 1) % 1400 as integer)"
    return f"""
        select {person_id("p")} as person_id, v.region_code, {opened} as opened_on,
            cast(1940 + hash(p, 2) % 68 as bigint) as birth_year, v.village_code
        from range({plan.persons}) as persons(p)
        inner join village as v
            on v.number = cast(floor(pow(hash(p, 3) % 1000003 / 1000003.0, 1.3) * {VILLAGES}) as int)"""


def consent_rows(plan: CityPlan, decision: str) -> str:
    """Account nearly all, the first bank 70 of 100, credit reporting 40; one decision in a hundred was taken back."""
    return f"""
        select {person_id("p")} as person_id, purpose, decision,
            case when decision = 'withdrawn' then timestamp '{first_day(plan.last_month)} 12:00:00'
                else timestamp '{first_day(plan.first_month)}' - to_minutes(cast(600 + hash(p, 5) % 700000 as bigint))
                end as decided_at
        from (
            select p, purpose, unnest(case when hash(p, purpose) % 100 = 3 then ['granted', 'withdrawn']
                else ['granted'] end) as decision
            from (
                select p, unnest([
                    case when hash(p, 6) % 1000 < 985 then 'account' end,
                    case when hash(p, 7) % 100 < 70 then 'bank_sharing:' || b.bank_code end,
                    case when hash(p, 8) % 100 < 40 then 'credit_reporting' end
                ]) as purpose
                from range({plan.persons}) as persons(p)
                inner join bank as b on b.number = {_bank_of("p", "0")}
            )
            where purpose is not null
        )
        where decision = '{decision}'"""


def behaviour_rows(plan: CityPlan, file: BehaviourFile) -> str:
    """All records of one delivery."""
    parts = [
        _acts(plan, file.month, file.first_day, file.last_day, file.days),
        _twins(plan, file),
        _paid_bills(plan, file),
        _metered(plan, file),
        *_abuse(plan, file),
    ]
    if file.corrects is not None:
        month, first, last = file.corrects
        days = file.days if month == file.month else int(last)
        numbers = f"where i % {CORRECTED_EVERY} = 7"
        parts.append(_acts(plan, month, first, last, days, numbers=numbers, quantity="quantity * 2"))
    return f"""
        select event_id, source_system, {person_id("p")} as person_id, b.bank_code, behaviour_code, scheme,
            occurred_at, quantity, unit
        from ({" union all ".join(parts)}) as acts
        left join bank as b on b.number = acts.bank"""


def redemption_rows(plan: CityPlan, month: int) -> str:
    """The most active tenth exchanges; what a person gets is of the scheme of the first habit."""
    count = plan.in_proportion(REDEMPTIONS_PER_YEAR) // YEAR
    active = max(1, plan.persons // 10)
    return f"""
        select 'RD-{month}-' || lpad(cast(i as varchar), 8, '0') as redemption_id, {person_id("p")} as person_id,
            timestamp '{first_day(month)}' + to_minutes(cast(600 + hash(i, {month}, 2) % 39000 as bigint))
                as redeemed_at,
            cast(case when h.source_system = 'QUZHOU_BANK' then 60 else 40 end as decimal(18, 3)) as points,
            case when h.source_system = 'QUZHOU_BANK' then 'REWARD_COUPON_5' else 'REWARD_TREE' end as reward_code,
            cast(case when h.source_system = 'QUZHOU_BANK' then 5 end as decimal(12, 2)) as value_cny
        from (select i, cast(hash(i, {month}, 1) % {active} as bigint) as p from range({count}) as numbers(i)) as r
        inner join habit as h on h.slot = {_slot_of("p", "0")}"""


def allowance_rows(plan: CityPlan, year: int) -> str:
    return f"""
        select {person_id("p")} as person_id, cast({year} as bigint) as period_year,
            cast(900 + hash(p, {year}) % 2700 as decimal(18, 3)) as allowance_kgco2e, 'CAP_TYPE' as scheme_code
        from range(0, {plan.persons}, {METERED_EVERY}) as persons(p)"""


def loan_rows(plan: CityPlan) -> str:
    """Signed within two years up to the last month, by one of the person's banks."""
    signed = f"date '{last_day(plan.last_month)}' - cast(hash(i, 11) % 700 as integer)"
    return f"""
        select 'LR-' || lpad(cast(i as varchar), 8, '0') as loan_id, b.bank_code, {person_id("p")} as person_id,
            {_PRODUCT} as product_code, cast({_AMOUNT} as decimal(18, 2)) as contract_amount_cny,
            cast(3.2 + hash(i, 12) % 160 / 100.0 as decimal(7, 4)) as annual_rate_pct, {signed} as signed_on,
            {signed} + cast(365 * (1 + hash(i, 13) % 5) as integer) as matures_on, 'general' as loan_type
        from {_borrowers(plan, LOANS, 21)}"""


def balance_rows(plan: CityPlan) -> str:
    """What is owed at the end of the last month."""
    return f"""
        select 'LR-' || lpad(cast(i as varchar), 8, '0') as loan_id, date '{last_day(plan.last_month)}' as month_end,
            cast(floor({_AMOUNT} * (20 + hash(i, 15) % 75) / 100) as decimal(18, 2)) as outstanding_cny
        from {_borrowers(plan, LOANS, 21)}"""


def application_rows(plan: CityPlan) -> str:
    return f"""
        select 'AR-' || lpad(cast(i as varchar), 8, '0') as application_id, b.bank_code,
            {person_id("p")} as person_id, {_PRODUCT} as product_code,
            cast({_AMOUNT} as decimal(18, 2)) as amount_cny,
            date '{last_day(plan.last_month)}' - cast(hash(i, 17) % 90 as integer) as applied_on
        from {_borrowers(plan, APPLICATIONS, 22)}"""


_PRODUCT = "case when hash(i, 18) % 4 = 0 then 'WENDENG_GREEN_PERSON' else 'QZ_PERSON' end"
_AMOUNT = "(20000 + 5000 * (hash(i, 14) % 73))"


def _borrowers(plan: CityPlan, of_the_city: int, seed: int) -> str:
    numbers = f"select i, cast(hash(i, {seed}) % {plan.persons} as bigint) as p"
    return f"""({numbers} from range({plan.in_proportion(of_the_city)}) as numbers(i)) as r
        inner join bank as b on b.number = {_bank_of("p", "0")}"""


def _acts(
    plan: CityPlan, month: int, first: int, last: int, days: int, numbers: str = "", quantity: str = "quantity"
) -> str:
    """What people do of habit, in the order of days."""
    total = _acts_of_month(plan, days)
    start, end = total * (first - 1) // days, total * last // days
    return f"""
        select 'EV-{month}-' || lpad(cast(i as varchar), 8, '0') as event_id, source_system,
            case when i % {BROKEN_EVERY} = 12 then p + {PERSONS * 100} else p end as p, bank, behaviour_code, scheme,
            timestamp '{first_day(month)}' + to_seconds(86400 * (i * {days} // {total}) + {_SECOND}) as occurred_at,
            case when i % {BROKEN_EVERY} = 11 then cast(-1 as decimal(18, 6)) else cast({quantity} as decimal(18, 6))
                end as quantity,
            unit
        from (
            select i, p, h.source_system, h.behaviour_code, h.scheme, h.unit, h.is_commute, r1, r2,
                case when h.source_system = 'QUZHOU_BANK' then {_bank_of("p", "hash(i, 7) % 2")} end as bank,
                cast((low + r1 % (high - low + 1)) / per_unit as decimal(18, 6)) as quantity
            from ({_chosen(plan, month, start, end, numbers)}) as a
            inner join habit as h on h.slot = a.slot
        )"""


def _chosen(plan: CityPlan, month: int, start: int, end: int, numbers: str) -> str:
    """Who acts, and by which of his or her habits."""
    unequal = f"({1 - EVEN} * u * u + {EVEN} * u)"
    return f"""
        select i, p, r1, r2, {_slot_of("p", f"r2 % (1 + hash(p, 31) % {MOST_HABITS})")} as slot
        from (
            select i, cast(floor({plan.persons} * {unequal}) as bigint) as p, hash(i, {month}, 2) as r1,
                hash(i, {month}, 3) >> 8 as r2
            from (
                select i, (hash(i, {month}, 1) >> 12) / 4503599627370496.0 as u
                from range({start}, {end}) as numbers(i) {numbers}
            )
        )"""


# Early and late on the way to work, otherwise around the afternoon; sums of two digests make the middle likelier.
_SECOND = """cast(case
    when is_commute then (case when r1 % 2 = 0 then 23400 else 59400 end) + (r2 >> 4) % 4500 + (r2 >> 20) % 4500
    else 21600 + (r2 >> 4) % 30600 + (r2 >> 20) % 30600 end as bigint)"""


def _twins(plan: CityPlan, file: BehaviourFile) -> str:
    """Rides and invoices that the city reports too, minutes later."""
    acts = _acts(plan, file.month, file.first_day, file.last_day, file.days, numbers=f"where i % {TWIN_EVERY} = 5")
    is_bus = "behaviour_code = 'BUS_CARD_PAYMENT'"
    return f"""
        select event_id || '-2', 'QUZHOU_CITY', p, null, case when {is_bus} then 'BUS_TRIP' else 'E_INVOICE' end, null,
            occurred_at + to_seconds(cast(case when {is_bus} then 60 + hash(event_id) % 3600 else 45 end as bigint)),
            cast(1 as decimal(18, 6)), case when {is_bus} then 'trip' else 'piece' end
        from ({acts}) as twin
        where source_system = 'QUZHOU_BANK' and behaviour_code in ('BUS_CARD_PAYMENT', 'E_INVOICE')"""


def _paid_bills(plan: CityPlan, file: BehaviourFile) -> str:
    """One bill a month of those who pay it this way; now and then a second bank reports it as well."""
    return f"""
        select 'BL-{file.month}-' || number || '-' || lpad(cast(p as varchar), 8, '0') || case when again = 1 then '-2'
                else '' end,
            source_system, p, case when source_system = 'QUZHOU_BANK' then {_bank_of("p", "again")} end,
            behaviour_code, scheme,
            timestamp '{first_day(file.month)}' + to_seconds(86400 * day + 28800 + (r >> 20) % 43200 + again * 600),
            cast((low + r % (high - low + 1)) / per_unit as decimal(18, 6)), unit
        from (
            select p, b.*, cast(hash(p, number, {file.month}) >> 8 as bigint) as r, unnest(
                case when hash(p, number, {file.month}, 1) % {BILL_TWICE_EVERY} = 0 then [0, 1] else [0] end) as again,
                cast(hash(p, number, {file.month}, 2) % {file.days} as bigint) as day
            from range({plan.persons}) as persons(p), bill as b
            where hash(p, number) % 100000 < threshold
        )
        where day between {file.first_day - 1} and {file.last_day - 1}"""


def _metered(plan: CityPlan, file: BehaviourFile) -> str:
    return f"""
        select 'HM-{file.month}-' || number || '-' || lpad(cast(p as varchar), 8, '0'), 'HOUSEHOLD_METER', p, null,
            code, null, timestamp '{first_day(file.month)} 23:00:00' + to_days(cast(day as integer)) + to_seconds(cast(
                hash(p, number, {file.month}) % 3600 as bigint)),
            cast((low + hash(p, number, {file.month}) % (high - low + 1)) / 10 as decimal(18, 6)), unit
        from (
            select p, m.*, hash(p, {file.month}, 41) % 28 as day
            from range(0, {plan.persons}, {METERED_EVERY}) as persons(p), meter as m
            where hash(p, number, 42) % 1000 < share
        )
        where day between {file.first_day - 1} and {file.last_day - 1}"""


def _abuse(plan: CityPlan, file: BehaviourFile) -> list[str]:
    """Too many records within an hour, equal gaps, one second of many persons."""
    cases = [
        (
            "AV",
            VELOCITY_DAY,
            plan.in_proportion(VELOCITY_PERSONS),
            VELOCITY_RECORDS,
            "36000 + n * 45 + hash(p, n) % 20",
            "MOBILE_PAYMENT",
        ),
        (
            "AP",
            PERIODIC_DAY,
            plan.in_proportion(PERIODIC_PERSONS),
            PERIODIC_RECORDS,
            "21600 + n * 900",
            "PARKING_FEE_ONLINE",
        ),
        ("AS", SAME_SECOND_DAY, SAME_SECOND_PERSONS, 1, "72000", "MOBILE_PAYMENT"),
    ]
    start = 20 * file.month % 100
    return [
        f"""
        select '{name}-{file.month}-' || p || '-' || n, 'QUZHOU_BANK', p, {_bank_of("p", "0")}, '{code}', null,
            timestamp '{first_day(file.month)}' + to_days({day - 1}) + to_seconds(cast({second} as bigint)),
            cast(1 as decimal(18, 6)), 'piece'
        from range({start}, {start + persons}) as persons(p), range({records}) as r(n)"""
        for name, day, persons, records, second, code in cases
        if file.first_day <= day <= file.last_day
    ]


def _acts_of_month(plan: CityPlan, days: int) -> int:
    """What is left of the records of a month for what people do of habit: bills and meters are counted apart."""
    others = BILLS_PER_PERSON + sum(m.number("per_mille") for m in recipes("meter_habit")) / 1000 / METERED_EVERY
    return int((plan.in_proportion(RECORDS_PER_YEAR) * days / 365 - plan.persons * others) * SAID_ONCE_PCT / 100)


def _bank_of(person: str, which: str) -> str:
    """Number of the first or second bank of a person; many have one only."""
    return (
        f"cast(hash({person}, 51, case when hash({person}, 52) % 3 = 0 then {which} else 0 end) % bank_count() as int)"
    )


def _slot_of(person: str, which: str) -> str:
    return f"cast(hash({person}, 61, {which}) % {SLOTS} as int)"


def _habits(is_monthly: bool) -> list[Recipe]:
    return [habit for habit in recipes("habit") if bool(habit.how["monthly"]) == is_monthly]


def _values(habit: Recipe) -> str:
    texts = [habit.how["source_system"], habit.how["behaviour_code"], habit.how["unit"]]
    scheme = literal(habit.how["scheme"]) if habit.how["scheme"] else "null"
    numbers = [habit.number("least"), habit.number("most"), habit.number("per_unit")]
    return ", ".join(
        [*map(literal, texts), scheme, *map(str, numbers), "true" if habit.how["hours"] == "commute" else "false"]
    )


def _slots() -> str:
    """As many slots of the table as the habit has weight."""
    habits = _habits(is_monthly=False)
    total, passed, slots = sum(habit.number("weight") for habit in habits), 0, []
    for habit in habits:
        first = passed * SLOTS // total
        passed += habit.number("weight")
        slots += [f"({slot}, {_values(habit)})" for slot in range(first, passed * SLOTS // total)]
    return ", ".join(slots)


def _bills() -> str:
    bills = _habits(is_monthly=True)
    total = sum(bill.number("weight") for bill in bills)
    shares = [round(100_000 * BILLS_PER_PERSON * bill.number("weight") / total) for bill in bills]
    return ", ".join(
        f"({number}, {share}, {_values(bill)})" for number, (bill, share) in enumerate(zip(bills, shares, strict=True))
    )


def _meters() -> str:
    return ", ".join(
        f"({number}, {literal(meter.how['behaviour_code'])}, {literal(meter.how['unit'])}, {meter.how['per_mille']},"
        f" {meter.how['least']}, {meter.how['most']})"
        for number, meter in enumerate(recipes("meter_habit"))
    )


def _villages() -> str:
    """Villages of the counties by their weight; a town has up to thirty."""
    counties = [recipe for recipe in recipes("county") if not recipe.how["is_city"]]
    total, passed, ranges = sum(county.number("weight") for county in counties), 0, []
    for county in counties:
        first = passed * VILLAGES // total
        passed += county.number("weight")
        ranges.append(f"({literal(county.row['region_code'])}, {first}, {passed * VILLAGES // total})")
    return f"""
        select v as number, region_code,
            region_code || lpad(cast(100 + (n // 30) as varchar), 3, '0') || lpad(cast(200 + n % 30 as varchar), 3, '0')
                as village_code
        from (
            -- Their order is shuffled: the numbers that persons prefer belong to all counties.
            select region_code, n - first as n, row_number() over (order by hash(n, 71), n) - 1 as v
            from (values {", ".join(ranges)}) as counties(region_code, first, beyond), range({VILLAGES}) as villages(n)
            where n >= first and n < beyond
        )"""
