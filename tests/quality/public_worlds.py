"""Cities to attack: persons with acts in villages, enterprises in counties; random ones and some made to leak.

Belongs here: who is there. Does not belong here: what is published of them, or the attack.
One world is one month, or one year, of the tables that the public marts read.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

GROUPS = ("online_service", "green_travel", "recycling", "water_energy_saving")
CITY, COUNTIES = "330800", ("330802", "330803", "330822")
FEWEST_PERSONS, FEWEST_ENTERPRISES, LARGEST_SHARE_PCT = 4, 3, 85
SIZES = (0, 1, 1, 2, 3, 3, 4, 4, 5, 8)


@dataclass(frozen=True)
class Person:
    """Grams by group, none of them alike: nothing cancels by chance."""

    region: str
    village: str
    grams: tuple[int, int, int, int]
    records: int


@dataclass(frozen=True)
class Enterprise:
    """One account that counts, with its place and industry; amounts in units of the last digit of their columns."""

    county: str
    section: str
    division: str
    emission: int
    energy: int


@dataclass
class World:
    """One month of persons and one year of enterprises."""

    month: date
    persons: list[Person] = field(default_factory=list)
    enterprises: list[Enterprise] = field(default_factory=list)

    def add(self, rng: random.Random, region: str, village: str, count: int, groups: str) -> None:
        """So many persons who act in the groups with these first letters."""
        for _ in range(count):
            grams = tuple(rng.randrange(1, 10**9) if group[0] in groups else 0 for group in GROUPS)
            self.persons.append(Person(region, village, grams, rng.randrange(1, 9)))  # type: ignore[arg-type]


def worlds(number: int, seed: int) -> list[World]:
    rng = random.Random(seed)
    made = [World(date(1950 + n // 12, n % 12 + 1, 1)) for n in range(number)]
    for world, fill in zip(made, _fillings(rng), strict=False):
        fill(world)
    for world in made:
        _add_enterprises(world, rng)
    return made


def _fillings(rng: random.Random) -> Iterator:
    yield lambda world: _one_village(world, rng)
    yield lambda world: _one_joins(world, rng)
    yield lambda world: _all_but_one(world, rng)
    while True:
        yield lambda world: _anything(world, rng)


def _one_village(world: World, rng: random.Random) -> None:
    """A county with one village, one that only its OTHER would tell of, and one whose villages are all small."""
    world.add(rng, COUNTIES[0], "V1", 9, "og")
    world.add(rng, COUNTIES[1], "V1", 9, "og")
    world.add(rng, COUNTIES[1], "V2", 1, "r")
    for village in ("V1", "V2", "V3"):
        world.add(rng, COUNTIES[2], village, 3, "og")


def _one_joins(world: World, rng: random.Random) -> None:
    """Villages of one group each, but for one person: each breakdown is safe, both together are not."""
    world.add(rng, COUNTIES[0], "V1", 8, "g")
    world.add(rng, COUNTIES[0], "V2", 8, "r")
    world.add(rng, COUNTIES[0], "V2", 1, "gr")


def _all_but_one(world: World, rng: random.Random) -> None:
    """One person who does not do what all others do, and groups whose persons are the same few."""
    world.add(rng, COUNTIES[0], "V1", 8, "og")
    world.add(rng, COUNTIES[0], "V1", 1, "o")
    world.add(rng, COUNTIES[1], "V1", 8, "o")
    world.add(rng, COUNTIES[1], "V1", 3, "rw")


def _anything(world: World, rng: random.Random) -> None:
    """Sparse or dense: every village prefers some sets of groups; persons without a village, county or known region."""
    for county in COUNTIES:
        for village in range(rng.randrange(1, 5)):
            for _ in range(rng.randrange(1, 3)):
                groups = "".join(letter for letter in "ogrw" if rng.random() < rng.choice((0.1, 0.5, 0.9)))
                world.add(rng, county, f"V{village}", rng.choice(SIZES), groups)
    for region, village in ((COUNTIES[0], ""), (COUNTIES[1], "OTHER"), (CITY, "V1"), ("999999", "V1")):
        world.add(rng, region, village, rng.choice((0, 0, 0, 1, 3, 5)), rng.choice(("", "o", "gr")))


def _add_enterprises(world: World, rng: random.Random) -> None:
    for county in (*COUNTIES, ""):
        for section in rng.sample(("B", "C", "D", ""), rng.randrange(1, 4)):
            for division in rng.sample(("06", "30", "31", ""), rng.randrange(1, 4)):
                for _ in range(rng.choice((0, 1, 1, 2, 3, 4, 6))):
                    emission = rng.randrange(10**10, 10 ** rng.choice((13, 13, 13, 16)))
                    energy = rng.choice((0, rng.randrange(10**13, 10**16)))
                    world.enterprises.append(Enterprise(county, section, division, emission, energy))
