"""Checks of the tables of forests, freight, power units and of what all domains share. Complaints as sentences.

Here: what would leave a stand, a leg or a unit without its parameters, or give it two. Not here: farms (farm_checks.py)
and the form of the files.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from fractions import Fraction

import yaml

from .seed_tables import PROJECT_ROOT, Tables

ACCOUNT_SOURCE = PROJECT_ROOT / "dbt_carbon" / "models" / "staging" / "accounts" / "_accounts__sources.yml"
VOLUME_PARAMETERS = ("wood_density_t_per_m3", "bef", "root_shoot_ratio")
# The codes that models read by name.
FOREST_RULES = {"BUFFER"}
REWARDS = {"ORGANIC_FERTILISER"}
ETS_UNITS = {"electricity": "tco2_per_mwh", "heat": "tco2_per_gj"}
PERIOD = re.compile(r"\d{4}(-\d{2}-\d{2})?")


def species(tables: Tables) -> list[str]:
    """Carbon is a share, and what turns volume into biomass comes whole or not at all."""
    problems = []
    for row in tables["forest_species_parameter"].rows:
        name = f"forest_species_parameter {row['species_code']}"
        density, expansion, root_shoot = (Fraction(row[column] or 0) for column in VOLUME_PARAMETERS)
        if len({bool(row[column]) for column in VOLUME_PARAMETERS}) > 1:
            problems.append(f"{name}: volume needs all of {', '.join(VOLUME_PARAMETERS)}")
        elif density and not (density < Fraction("1.5") and expansion >= 1 and 0 < root_shoot < 1):
            problems.append(f"{name}: density, expansion or root-shoot ratio is not plausible")
        if not 0 < Fraction(row["carbon_fraction"]) < 1:
            problems.append(f"{name}: {row['carbon_fraction']} is no share")
    return problems


def forest_rules(tables: Tables) -> list[str]:
    """The rules that models read are there, and the buffer is a share."""
    rows = tables["forest_rule"].rows
    found = {row["rule_code"] for row in rows}
    problems = [f"forest_rule: {code} is missing or unknown" for code in sorted(found ^ FOREST_RULES)]
    return problems + [
        f"forest_rule {row['rule_code']}: {row['value']} {row['unit']} is no share"
        for row in rows
        if row["unit"] != "fraction" or not 0 <= Fraction(row["value"]) <= 1
    ]


def freight_classes(tables: Tables) -> list[str]:
    """Mode and class, however a delivery writes them, name one factor, and a class is per tkm or per vkm, not both."""
    codes = defaultdict(set)
    for row in tables["freight_factor"].rows:
        codes[row["mode"].lower(), row["vehicle_class"].lower()].add(row["freight_code"])
    pairs = Counter(code for found in codes.values() for code in found)
    problems = [f"freight_factor {mode}/{name}: {len(c)} codes" for (mode, name), c in codes.items() if len(c) > 1]
    problems += [f"freight_factor {code}: {n} pairs of mode and class" for code, n in pairs.items() if n > 1]
    taken = {name for _, name in codes} | {code.lower() for code in pairs}
    vehicles = {row["vehicle_code"] for row in tables["freight_vehicle_km_factor"].rows}
    problems += [
        f"freight_vehicle_km_factor {v}: also in freight_factor" for v in sorted(vehicles) if v.lower() in taken
    ]
    for name, column in (("freight_factor", "kgco2e_per_tkm"), ("freight_vehicle_km_factor", "kgco2_per_vkm")):
        problems += [f"{name}: {row[column]} is not above 0" for row in tables[name].rows if Fraction(row[column]) <= 0]
    return problems


def ets_benchmarks(tables: Tables) -> list[str]:
    """In each year of a plan all classes have one benchmark per unit of the product, valid that year, on one basis."""
    problems, bases, listed = [], defaultdict(set), defaultdict(set)
    for row in tables["ets_benchmark"].rows:
        name = f"ets_benchmark {row['year']}/{row['unit_class']}/{row['product']}"
        listed[row["year"], row["product"]].add(row["unit_class"])
        bases[row["year"], row["product"]].add(row["basis"])
        if (row["valid_from"], row["valid_to"]) != (f"{row['year']}-01-01", f"{int(row['year']) + 1}-01-01"):
            problems.append(f"{name}: is not valid in its year")
        if row["unit"] != ETS_UNITS[row["product"]] or not 0 < Fraction(row["benchmark"]) < 2:
            problems.append(f"{name}: {row['benchmark']} {row['unit']} is not plausible")
    problems += [f"ets_benchmark {'/'.join(key)}: on several bases" for key, found in bases.items() if len(found) > 1]
    return problems + _class_faults(tables, listed)


def _class_faults(tables: Tables, listed: dict[tuple[str, str], set[str]]) -> list[str]:
    rows = tables["ets_unit_class"].rows
    wanted = {"electricity": {row["unit_class"] for row in rows}, "heat": {row["heat_class"] for row in rows}}
    return [
        f"ets_benchmark {year}: {code} for {product} is in only one of ets_benchmark and ets_unit_class"
        for year in sorted({year for year, _ in listed})
        for product, codes in wanted.items()
        for code in sorted(listed.get((year, product), set()) ^ codes)
    ]


def prices_and_rewards(tables: Tables) -> list[str]:
    """A price is above 0 and of a year or a day; the reward of an orchard is there and takes nothing away."""
    rewards = {row["reward_code"] for row in tables["orchard_reward"].rows}
    return [
        *(
            f"carbon_price {row['market']}/{row['period']}: no year or day, or not above 0"
            for row in tables["carbon_price"].rows
            if not PERIOD.fullmatch(row["period"]) or Fraction(row["price"]) <= 0
        ),
        *(f"orchard_reward: {code} is missing or unknown" for code in sorted(rewards ^ REWARDS)),
        *(
            f"orchard_reward {row['reward_code']}: {row['value']} {row['unit']} is no reward per t"
            for row in tables["orchard_reward"].rows
            if row["unit"] != "t_per_t" or Fraction(row["value"]) < 0
        ),
    ]


def reporting(tables: Tables) -> list[str]:
    """Every domain that an account can have says whether it reports every month, and no other does."""
    stated = {row["domain"] for row in tables["domain_reporting"].rows}
    return [f"domain_reporting: {name} is missing or unknown" for name in sorted(stated ^ account_domains())]


def account_domains() -> set[str]:
    """The domains that the contract of account_registry allows."""
    sources = yaml.safe_load(ACCOUNT_SOURCE.read_text(encoding="utf-8"))["sources"]
    return next(
        set(column["config"]["meta"]["values"])
        for source in sources
        for table in source["tables"]
        for column in table["columns"]
        if (table["name"], column["name"]) == ("account_registry", "domain")
    )
