"""A small warehouse with persons, two banks and public totals, and readers of what is published from it.

Persons 1 to 6: 1 is a customer of both banks, 2 and 3 of ICBC, 4 of QZB, 5 consents to an account and to no bank, 6 to
nothing. Account A1 is ICBC's customer, A2 QZB's, A3 nobody's. Does not belong here: any test.
"""

from pathlib import Path
from typing import Any

import duckdb

from .small_world import SmallWorld, make_world, model

PERSON_KEY = "a key of tests"
KEYS = {person: 10**35 + person for person in range(1, 7)}


def residents_models() -> dict[str, dict[str, Any]]:
    key = {"person_key": "Person. 个人"}
    both, persons = ["bank", "auditor"], {"persons": "person_key"}
    loan = {"loan_id": "Loan.", "bank_code": "Bank.", "account_id": "Account.", **key, "amount_cny": "Amount."}
    ledger = {"entry_id": "Entry.", **key, "points": "Points.", "cause_id": "Entry that it answers, or null."}
    community = {"region_code": "Region.", "period_start": "Month.", "persons": "Persons.", "reduction_g": "Reduction."}
    nodes = [
        model(
            "marts",
            "mart_personal_account",
            {**key, "reduction_g": "Reduction."},
            audience=both,
            grain=["person_key"],
            bank_rows=["person_key"],
            **persons,
        ),
        model(
            "marts",
            "mart_points_ledger",
            ledger,
            audience=both,
            grain=["entry_id"],
            bank_rows=["person_key"],
            rekeyed=["entry_id", "cause_id"],
            **persons,
        ),
        model(
            "marts",
            "mart_loan",
            loan,
            audience=["government", *both],
            grain=["loan_id"],
            bank_rows=["bank_code", "account_id", "person_key"],
            **persons,
        ),
        model(
            "marts",
            "mart_account",
            {"account_id": "Account.", "account_name": "Name."},
            audience=["government", *both],
            grain=["account_id"],
            bank_rows=["account_id"],
        ),
        model("marts", "mart_term", {"product_code": "P."}, audience=["bank"], grain=["product_code"], bank_rows=[]),
        model(
            "marts",
            "mart_bank_total",
            {"bank_code": "Bank.", "loans": "Loans."},
            audience=both,
            grain=["bank_code"],
            bank_rows=["bank_code"],
        ),
        model(
            "marts",
            "mart_community_month",
            community,
            audience=["public"],
            grain=["region_code", "period_start"],
            frozen="month",
        ),
        model(
            "marts",
            "mart_disclosed",
            {"account_id": "Account.", "colour": "Colour."},
            audience=["public"],
            grain=["account_id"],
            frozen="table",
        ),
    ]
    return {node["name"]: node for node in nodes}


def make_residents(root: Path) -> SmallWorld:
    world = make_world(root)
    world.write_models(residents_models())
    world.change("DROP SCHEMA marts CASCADE", "CREATE SCHEMA marts", *_WAREHOUSE)
    return world


def withdraw(world: SmallWorld, person: int, what: str = "account") -> None:
    """Take back consent, as it stands in the marts after the next build; `what`: account, or a bank's code."""
    key = KEYS[person]
    if what == "account":
        world.change(
            f"DELETE FROM marts.mart_publishable_person WHERE person_key = {key}",
            f"DELETE FROM marts.mart_bank_customer WHERE person_key = {key}",
        )
    else:
        world.change(f"DELETE FROM marts.mart_bank_customer WHERE person_key = {key} AND bank_code = '{what}'")


def names_of(release: Path) -> set[str]:
    return {path.name for path in release.iterdir()}


def read(release: Path, audience: str, query: str) -> list[tuple]:
    with duckdb.connect(str(release / f"{audience}.duckdb"), read_only=True) as connection:
        return connection.execute(query).fetchall()


def values_in(release: Path) -> dict[str, set[str]]:
    """Every value of every column of every file, as text, by file."""
    found: dict[str, set[str]] = {}
    for path in sorted(path for path in release.rglob("*") if path.suffix in (".duckdb", ".parquet")):
        with duckdb.connect() as connection:
            relations = [f"read_parquet('{path}')"]
            if path.suffix == ".duckdb":
                connection.execute(f"ATTACH '{path}' AS f (READ_ONLY)")
                names = "SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = 'f'"
                relations = [f'f."{schema}"."{name}"' for schema, name in connection.execute(names).fetchall()]
            rows = [row for each in relations for row in connection.execute(f"FROM {each}").fetchall()]
        found[path.relative_to(release).as_posix()] = {str(value) for row in rows for value in row}
    return found


_KEYS = ", ".join(f"({person}, {key}::DECIMAL(38, 0))" for person, key in KEYS.items())
_WAREHOUSE = (
    f"CREATE TABLE marts.person AS SELECT * FROM (VALUES {_KEYS}) AS v (n, person_key)",
    """CREATE TABLE marts.mart_personal_account AS
       SELECT person_key, (n * 100)::DECIMAL(28, 10) AS reduction_g FROM marts.person ORDER BY n DESC""",
    """CREATE TABLE marts.mart_points_ledger AS
       SELECT md5(person_key::VARCHAR || e) AS entry_id, person_key, (n * e)::DECIMAL(18, 3) AS points,
              CASE WHEN e = 2 THEN md5(person_key::VARCHAR || 1) END AS cause_id
       FROM marts.person, (VALUES (1), (2)) AS entries (e)""",
    """CREATE TABLE marts.mart_loan AS
       SELECT loan_id, bank_code, account_id, person_key, 1000::DECIMAL(18, 2) AS amount_cny
       FROM (VALUES ('L1', 'ICBC', 'A1', NULL), ('L2', 'QZB', 'A1', NULL), ('L3', 'QZB', 'A2', NULL),
                    ('L4', 'ICBC', NULL, 1), ('L5', 'QZB', NULL, 1), ('L6', 'ICBC', NULL, 4), ('L7', 'ICBC', NULL, 6),
                    ('L8', 'ICBC', NULL, NULL), ('L9', 'ICBC', 'A1', 1), ('L10', 'ICBC', 'A1', 4),
                    ('L11', 'ICBC', 'A3', NULL)) AS v (loan_id, bank_code, account_id, n)
       LEFT JOIN marts.person USING (n)""",
    """CREATE TABLE marts.mart_account AS
       SELECT * FROM (VALUES ('A1', 'one'), ('A2', 'two'), ('A3', 'three')) AS v (account_id, account_name)""",
    "CREATE TABLE marts.mart_term AS SELECT 'GREEN_LOAN' AS product_code",
    "CREATE TABLE marts.mart_bank_total AS SELECT bank_code, count(*) AS loans FROM marts.mart_loan GROUP BY ALL",
    "CREATE TABLE marts.mart_publishable_person AS SELECT person_key FROM marts.person WHERE n <= 5",
    """CREATE TABLE marts.mart_bank_customer AS
       SELECT bank_code, CASE WHEN n IS NULL THEN 'account' ELSE 'person' END AS holder_type, account_id, person_key
       FROM (VALUES ('ICBC', NULL, 1), ('QZB', NULL, 1), ('ICBC', NULL, 2), ('ICBC', NULL, 3), ('QZB', NULL, 4),
                    ('ICBC', 'A1', NULL), ('QZB', 'A2', NULL)) AS v (bank_code, account_id, n)
       LEFT JOIN marts.person USING (n)""",
    """CREATE TABLE marts.mart_community_month AS
       SELECT region_code, month AS period_start, 12 AS persons, 1200::DECIMAL(28, 10) AS reduction_g
       FROM (VALUES ('R1'), ('R2')) AS r (region_code), (VALUES (DATE '2024-01-01'), (DATE '2024-02-01')) AS m (month)
    """,
    """CREATE TABLE marts.mart_disclosed AS
       SELECT * FROM (VALUES ('A1', 'green'), ('A2', 'red')) AS v (account_id, colour)""",
)
