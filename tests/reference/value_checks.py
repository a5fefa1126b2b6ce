"""Checks of what the reference values say: energy, electricity, gases, regions, quality. Complaints as sentences.

Here: rules of one topic, computed exactly. Not here: units (unit_checks.py) and the form of the files.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from .seed_tables import Row, Tables, find

CARBON_TO_CO2 = Fraction(44, 12)

# Published as a factor only, so that it cannot be recomputed from terms. Each has a note that says so.
FUELS_WITHOUT_TERMS = {("NATIONAL_DB_V2", "DIESEL")}

# Mass shares of the refrigerant blends (ISO 817); their GWP is the weighted mean of the components.
BLENDS = {
    "R-404A": {"HFC-125": 44, "HFC-143a": 52, "HFC-134a": 4},
    "R-407C": {"HFC-32": 23, "HFC-125": 25, "HFC-134a": 52},
    "R-410A": {"HFC-32": 50, "HFC-125": 50},
}

# Coarser to finer; a parent is always of a smaller number.
REGION_RANK = {"country": 0, "state": 1, "grid_region": 1, "province": 1, "city": 2, "county": 3}


def co2_of_terms(row: Row) -> Fraction:
    """t CO2 per unit: NCV x carbon content / 1000 x oxidation rate x 44 / 12."""
    ncv, carbon, oxidation = (
        Fraction(row[column]) for column in ("ncv_gj_per_unit", "carbon_content_tc_per_tj", "oxidation_rate")
    )
    return ncv * carbon / 1000 * oxidation * CARBON_TO_CO2


def half_of_last_digit(text: str) -> Fraction:
    """Half a unit of the last printed digit of a plain decimal."""
    return Fraction(1, 2 * 10 ** len(text.partition(".")[2]))


def fuel_terms(tables: Tables) -> list[str]:
    """The stored CO2 per unit is the product of the stored terms, to half a unit of the sixth place."""
    problems = []
    for row in tables["fuel_factor"].rows:
        name = f"fuel_factor {row['factor_set']}/{row['energy_code']}"
        has_terms = bool(row["ncv_gj_per_unit"] and row["oxidation_rate"])
        is_listed = (row["factor_set"], row["energy_code"]) in FUELS_WITHOUT_TERMS
        if has_terms == is_listed:
            problems.append(
                f"{name}: has {'all' if has_terms else 'not all'} terms, contrary to the list of exceptions"
            )
        elif not has_terms and not row["note"]:
            problems.append(f"{name}: has no terms and no note that says why")
        elif has_terms:
            exact, printed = co2_of_terms(row), row["co2_t_per_unit"]
            if abs(exact - Fraction(printed)) > half_of_last_digit("0.000000"):
                problems.append(f"{name}: prints {printed}, its terms give {float(exact):.9f}")
        if row["oxidation_rate"] and not 0 < Fraction(row["oxidation_rate"]) <= 1:
            problems.append(f"{name}: oxidation rate {row['oxidation_rate']} is no fraction")
    return problems


def fuels_agree_with_energies(tables: Tables) -> list[str]:
    """A fuel factor belongs to an emitting energy and carries its biogenic flag."""
    energies = {row["energy_code"]: row for row in tables["energy_type"].rows}
    problems = []
    for row in tables["fuel_factor"].rows:
        energy = energies[row["energy_code"]]
        if energy["emits"] != "true" or energy["is_biogenic"] != row["is_biogenic"]:
            problems.append(f"fuel_factor {row['factor_set']}/{row['energy_code']}: contradicts energy_type")
    return problems


def factor_set_chains(tables: Tables) -> list[str]:
    """Fallback chains end; a domain has one default set, and a default set says which GWP and heat factor to use."""
    rows = {row["factor_set"]: row for row in tables["factor_set"].rows}
    problems = [
        f"factor_set {name}: its fallback chain never ends" for name in rows if _loops(rows, name, "fallback_set")
    ]
    domains = Counter(domain for row in rows.values() for domain in filter(None, row["domains"].split("|")))
    problems += [f"factor_set: domain {domain} has {n} default sets" for domain, n in domains.items() if n > 1]
    problems += [
        f"factor_set {name}: is a default but names no GWP set or heat factor"
        for name, row in rows.items()
        if row["domains"] and not (row["gwp_set"] and row["heat_code"])
    ]
    return problems


def _loops(rows: dict[str, Row], start: str, pointer: str) -> bool:
    """True where following the pointer comes back to a row already seen."""
    seen, name = set(), start
    while name in rows:
        if name in seen:
            return True
        seen.add(name)
        name = rows[name][pointer]
    return False


def standard_coal(tables: Tables) -> list[str]:
    """A printed range has no default; a single printed value is the default."""
    problems = []
    for row in tables["standard_coal_coefficient"].rows:
        low, high = Fraction(row["kgce_per_unit_low"]), Fraction(row["kgce_per_unit_high"])
        default = row["kgce_per_unit_default"]
        if not 0 < low <= high or bool(default) != (low == high) or (default and Fraction(default) != low):
            problems.append(
                f"standard_coal_coefficient {row['version']}/{row['energy_code']}: range and default disagree"
            )
    return problems


def grid_factors(tables: Tables) -> list[str]:
    """Areas are named as in region, values are plausible, vintages describe no later year than the one they serve."""
    regions = {row["region_code"]: row for row in tables["region"].rows}
    problems = []
    for row in tables["grid_factor"].rows:
        name = f"grid_factor {row['area_code']}/{row['series']}/{row['valid_from']}"
        region = regions.get(row["area_code"])
        if region and (region["name_zh"], region["name_en"]) != (row["area_name_zh"], row["area_name_en"]):
            problems.append(f"{name}: named {row['area_name_zh']}, but {region['name_zh']} in region")
        if not 0 < Fraction(row["kgco2_per_kwh"]) < Fraction("1.5"):
            problems.append(f"{name}: {row['kgco2_per_kwh']} kg per kWh is not plausible")
        problems += [f"{name}: {fault}" for fault in _vintage_faults(row)]
    return problems


def _vintage_faults(row: Row) -> list[str]:
    vintage, year_of_use = row["vintage_year"], row["valid_from"][:4]
    if row["series"] == "compliance":
        return ["serves a year before the one it describes"] if vintage and vintage > year_of_use else []
    if vintage != year_of_use:
        return [f"vintage {vintage or 'unknown'} is not the year of use {year_of_use}"]
    is_too_early = row["published_on"] and row["published_on"] <= f"{vintage}-12-31"
    return ["was published before the year it describes was over"] if is_too_early else []


def factor_series(tables: Tables) -> list[str]:
    """A basis has at most one default series; location and market have exactly one."""
    defaults = Counter(row["basis"] for row in tables["factor_series"].rows if row["is_default"] == "true")
    problems = [f"factor_series: basis {basis} has {n} defaults" for basis, n in defaults.items() if n > 1]
    return problems + [f"factor_series: basis {b} has no default" for b in ("location", "market") if not defaults[b]]


def gwp_sets(tables: Tables) -> list[str]:
    """Each set fixes CO2, CO2e and CO2_biogenic, knows CH4 and N2O, and has a default beside each variant."""
    values = {(r["gwp_set"], r["gas"], r["variant"]): Fraction(r["gwp100"]) for r in tables["gwp"].rows}
    problems = []
    for gwp_set in sorted({key[0] for key in values}):
        for gas, value in {"CO2": 1, "CO2e": 1, "CO2_biogenic": 0}.items():
            if values.get((gwp_set, gas, "default")) != value:
                problems.append(f"gwp {gwp_set}: {gas} must be {value}")
        problems += [f"gwp {gwp_set}: no {g}" for g in ("CH4", "N2O") if (gwp_set, g, "default") not in values]
        problems += [
            f"gwp {gwp_set}: {blend} is not the mean of its components" for blend in _wrong_blends(values, gwp_set)
        ]
    problems += [f"gwp {s}/{g}: variant {v} without a default" for s, g, v in values if (s, g, "default") not in values]
    return problems


def _wrong_blends(values: dict[tuple[str, str, str], Fraction], gwp_set: str) -> list[str]:
    wrong = []
    for blend, shares in BLENDS.items():
        printed = values.get((gwp_set, blend, "default"))
        if printed is None:
            continue
        mean = sum(Fraction(share, 100) * values[gwp_set, gas, "default"] for gas, share in shares.items())
        if abs(mean - printed) > Fraction(1, 2):
            wrong.append(blend)
    return wrong


def region_chains(tables: Tables) -> list[str]:
    """Chains of parents end, lead to a wider level and to the same grid; a grid region is one."""
    rows = {row["region_code"]: row for row in tables["region"].rows}
    problems = []
    for code, row in rows.items():
        if _loops(rows, code, "parent_code"):
            problems.append(f"region {code}: its chain of parents never ends")
        parent, grid = rows.get(row["parent_code"]), rows.get(row["grid_region"])
        if parent and REGION_RANK[parent["level"]] >= REGION_RANK[row["level"]]:
            problems.append(f"region {code}: its parent {row['parent_code']} is not wider")
        if parent and parent["grid_region"] and parent["grid_region"] != row["grid_region"]:
            problems.append(f"region {code}: lies in another grid than its parent")
        if grid and grid["level"] != "grid_region":
            problems.append(f"region {code}: {row['grid_region']} is not a grid region")
    return problems


def uncertainty_grows(tables: Tables) -> list[str]:
    """A worse tier is never more certain."""
    sigmas = [Fraction(find(tables, "uncertainty", tier=str(tier))["relative_sigma_pct"]) for tier in range(1, 6)]
    return [] if sigmas == sorted(sigmas) and sigmas[0] > 0 else ["uncertainty: a worse tier is more certain"]
