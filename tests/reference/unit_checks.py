"""Checks of units, conversions between them and the bridges between dimensions. Complaints as sentences.

Here: exact arithmetic on unit, unit_conversion, unit_scaling and fuel_bridge. Not here: what is measured in the units.
"""

from __future__ import annotations

from fractions import Fraction

from .seed_tables import Row, Tables
from .value_checks import half_of_last_digit

MOST_STEPS_TO_BASE = 2


def fraction_of(row: Row) -> Fraction:
    """The exact factor of a conversion."""
    return Fraction(int(row["numerator"]), int(row["denominator"]))


def _conversions(tables: Tables) -> dict[tuple[str, str], Fraction]:
    return {(row["from_unit"], row["to_unit"]): fraction_of(row) for row in tables["unit_conversion"].rows}


def _dimensions(tables: Tables) -> dict[str, str]:
    return {row["unit_code"]: row["dimension"] for row in tables["unit"].rows}


def unit_codes(tables: Tables) -> list[str]:
    """Codes are lower case, as they compare case-insensitively with deliveries."""
    return [f"unit {code}: must be lower case" for code in _dimensions(tables) if code != code.lower()]


def printed_factors(tables: Tables) -> list[str]:
    """The printed factor is the fraction: equal where the note says exact, else to half of its last digit."""
    problems = []
    for row in tables["unit_conversion"].rows:
        distance = abs(fraction_of(row) - Fraction(row["factor"]))
        allowed = 0 if row["note"] == "exact" else half_of_last_digit(row["factor"])
        if distance > allowed or fraction_of(row) <= 0:
            problems.append(
                f"unit_conversion {row['from_unit']} to {row['to_unit']}: {row['factor']} is not the fraction"
            )
    return problems


def conversions_agree(tables: Tables) -> list[str]:
    """There and back is 1, a way over a third unit equals the direct one, and no conversion leaves its dimension."""
    known, dimensions = _conversions(tables), _dimensions(tables)
    problems = []
    for (start, end), factor in known.items():
        if dimensions[start] != dimensions[end] or start == end:
            problems.append(f"unit_conversion {start} to {end}: not two units of one dimension")
        if known.get((end, start), 0) * factor != 1:
            problems.append(f"unit_conversion {start} to {end}: has no inverse, or one whose product is not 1")
        for (middle, far), further in known.items():
            if middle == end and known.get((start, far), factor * further) != factor * further:
                problems.append(f"unit_conversion {start} to {far}: differs from the way over {end}")
    return problems


def bases_reached(tables: Tables) -> list[str]:
    """Every unit is the base of its dimension or reaches it in few exact steps."""
    dimensions, known = _dimensions(tables), _conversions(tables)
    bases: dict[str, str] = tables["unit"].config["meta"]["base_units"]
    problems = [f"unit: base {base} is no unit of {d}" for d, base in bases.items() if dimensions.get(base) != d]
    for unit, dimension in dimensions.items():
        is_alone = list(dimensions.values()).count(dimension) == 1
        if dimension not in bases:
            problems += [] if is_alone else [f"unit {unit}: its dimension {dimension} names no base unit"]
        elif _steps(unit, bases[dimension], known) > MOST_STEPS_TO_BASE:
            problems.append(f"unit {unit}: does not reach {bases[dimension]} in {MOST_STEPS_TO_BASE} steps")
    return problems


def _steps(start: str, goal: str, known: dict[tuple[str, str], Fraction]) -> int:
    """Conversions needed, one more than allowed where it is not reached."""
    reached = {start}
    for steps in range(MOST_STEPS_TO_BASE + 1):
        if goal in reached:
            return steps
        reached |= {end for begin, end in known if begin in reached}
    return MOST_STEPS_TO_BASE + 1


def bridges(tables: Tables) -> list[str]:
    """A bridge joins two dimensions; inside one a plain conversion does."""
    dimensions = _dimensions(tables)
    return [
        f"fuel_bridge {row['energy_code']}: {row['from_unit']} to {row['to_unit']} is no bridge"
        for row in tables["fuel_bridge"].rows
        if dimensions[row["from_unit"]] == dimensions[row["to_unit"]] or Fraction(row["factor"]) <= 0
    ]


def scalings(tables: Tables) -> list[str]:
    """A scaled unit is a power of ten of its target, as the conversions say, and its target is not scaled further."""
    known, rows = _conversions(tables), tables["unit_scaling"].rows
    scaled = {row["unit_code"] for row in rows}
    problems = []
    for row in rows:
        unit, target, multiplier = row["unit_code"], row["scaled_unit"], int(row["multiplier"])
        if set(str(multiplier)) != {"1", "0"} or str(multiplier).count("1") != 1:
            problems.append(f"unit_scaling {unit}: {multiplier} is not a power of ten")
        if target in scaled:
            problems.append(f"unit_scaling {unit}: its target {target} is scaled itself")
        if _factor(unit, target, known) != multiplier:
            problems.append(f"unit_scaling {unit}: {multiplier} {target} contradicts unit_conversion")
    return problems


def _factor(start: str, end: str, known: dict[tuple[str, str], Fraction]) -> Fraction | None:
    """The factor between two units, direct or over one other unit."""
    if (start, end) in known:
        return known[start, end]
    ways = (known[start, m] * known[m, end] for b, m in known if b == start and (m, end) in known)
    return next(ways, None)
