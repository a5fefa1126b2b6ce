"""Reads source contracts from dbt source YAML files and refuses what does not make sense, in one sentence.

What the contract's parts mean stands in ``model``; nothing is read from a database or from dbt's manifest here.
"""

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]

from dagster_project.lib.contract.model import DECIMAL_TYPE, PLAIN_TYPES, Column, Expected, Secret, SourceContract
from dagster_project.lib.errors import CarbonError

MODELS_FOLDER = Path(__file__).parents[3] / "dbt_carbon" / "models"
SOURCE_NAME = "raw"
NAME = re.compile(r"[a-z][a-z0-9_]*")
TABLE_META = {
    *("family", "title_zh", "volume", "key", "month_column", "reject_limit", "expected", "secret"),
    *("entity", "activity_date", "exactly_one_of", "dirties"),
}
COLUMN_META = {
    "required",
    "unit",
    "minimum",
    "minimum_is_exclusive",
    "maximum",
    "values",
    "pattern",
    "default",
    "local_day",
    "interval_column",
    "references",
    "title_zh",
}


def read_contracts(models: Path = MODELS_FOLDER) -> dict[str, SourceContract]:
    """All contracts below a dbt models folder, by source name in alphabetical order."""
    found: dict[str, SourceContract] = {}
    for path in sorted((models / "staging").glob("*/_*__sources.yml")):
        for contract in read_contract_file(path):
            if contract.name in found:
                raise CarbonError(f"{path}: the source {contract.name} has a second contract; a source has one")
            found[contract.name] = contract
    for contract in found.values():
        _check_references(contract, found, models)
        _check_dirties(contract, found, models)
    return dict(sorted(found.items()))


def read_contract_file(path: Path) -> list[SourceContract]:
    """The contracts of one YAML file."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise CarbonError(f"{path} cannot be read as YAML: {' '.join(str(error).split())}") from None
    tables = [
        table
        for source in content.get("sources", [])
        if source.get("name") == SOURCE_NAME
        for table in source.get("tables", [])
    ]
    return [_contract(table, path) for table in tables]


def _contract(table: dict[str, Any], path: Path) -> SourceContract:
    name = str(table.get("name"))
    where = f"{path}: source {name}"
    meta = _meta(table)
    _require(NAME.fullmatch(name) is not None, where, "a source name is lower-case letters, digits and underscores")
    _require(meta.keys() <= TABLE_META, where, f"unknown settings {_listed(meta.keys() - TABLE_META)}")
    _require({"family", "title_zh", "key"} <= meta.keys(), where, "family, title_zh and key must be stated")
    columns = tuple(_column(column, where) for column in table.get("columns", []))
    limit = _number(meta.get("reject_limit", "0.5"), where, "reject_limit")
    assert limit is not None
    contract = SourceContract(
        name=name,
        family=meta["family"],
        description=str(table.get("description", "")).strip(),
        title_zh=meta["title_zh"],
        volume=meta.get("volume", "normal"),
        key=tuple(meta["key"]),
        columns=columns,
        reject_limit=limit,
        month_column=meta.get("month_column"),
        expected=Expected(**meta["expected"]) if meta.get("expected") else None,
        secret=Secret(**meta["secret"]) if meta.get("secret") else None,
        entity=meta.get("entity"),
        activity_date=meta.get("activity_date"),
        exactly_one_of=tuple(meta.get("exactly_one_of", ())),
        dirties=meta.get("dirties"),
    )
    _check_contract(contract, where)
    return contract


def _column(column: dict[str, Any], where: str) -> Column:
    name = str(column.get("name"))
    where = f"{where}, column {name}"
    meta = _meta(column)
    data_type = str(column.get("data_type", "")).replace(" ", "")
    _require(NAME.fullmatch(name) is not None, where, "a column name is lower-case letters, digits and underscores")
    _require(meta.keys() <= COLUMN_META, where, f"unknown settings {_listed(meta.keys() - COLUMN_META)}")
    _require(
        data_type in PLAIN_TYPES or DECIMAL_TYPE.fullmatch(data_type) is not None,
        where,
        f"the type {data_type!r} is none of {', '.join(PLAIN_TYPES)}, dec(p,s)",
    )
    values = meta.get("values")
    return Column(
        name=name,
        data_type=data_type,
        description=str(column.get("description", "")).strip(),
        required=bool(meta.get("required", False)),
        unit=meta.get("unit"),
        minimum=_number(meta.get("minimum"), where, "minimum"),
        minimum_is_exclusive=bool(meta.get("minimum_is_exclusive", False)),
        maximum=_number(meta.get("maximum"), where, "maximum"),
        values=tuple(str(value) for value in values) if values else None,
        pattern=meta.get("pattern"),
        default=meta.get("default"),
        local_day=meta.get("local_day"),
        interval_column=meta.get("interval_column"),
        references=meta.get("references"),
    )


def _check_contract(contract: SourceContract, where: str) -> None:
    names = contract.column_names
    _require(len(set(names)) == len(names) and bool(names), where, "it needs columns, each named once")
    _require(contract.volume in ("normal", "high"), where, "volume is normal or high")
    _require(0 <= contract.reject_limit <= 1, where, "reject_limit is a share between 0 and 1")
    _require(bool(contract.key), where, "the key names at least one column")
    _check_names(contract.key, names, where, "key")
    _require(contract.volume == "normal" or bool(contract.month_column), where, "high volume needs a month_column")
    if contract.month_column:
        _check_names([contract.month_column], names, where, "month_column")
        month = contract.column(contract.month_column)
        _require(month.kind in ("date", "ts") and month.required, where, "month_column is a required date or ts")
    if contract.secret:
        _check_secret(contract, where)
    if contract.entity is not None:
        _require(NAME.fullmatch(str(contract.entity)) is not None, where, "entity is a lower-case name")
    if contract.activity_date is not None:
        _check_names([contract.activity_date], names, where, "activity_date")
        activity = contract.column(contract.activity_date)
        _require(activity.kind in ("date", "ts") and activity.required, where, "activity_date is a required date or ts")
    if contract.exactly_one_of:
        _check_exactly_one_of(contract, where)
    if contract.expected:
        _require(contract.expected.every == "month", where, "expected.every can only be month")
        _require(1 <= contract.expected.by_day <= 28, where, "expected.by_day is a day of the month from 1 to 28")
    for column in contract.columns:
        _check_column(column, contract, f"{where}, column {column.name}")


def _check_exactly_one_of(contract: SourceContract, where: str) -> None:
    names = contract.exactly_one_of
    _check_names(names, contract.column_names, where, "exactly_one_of")
    _require(len(set(names)) == len(names) >= 2, where, "exactly_one_of names at least two columns, each once")
    required = [name for name in names if contract.column(name).required]
    _require(not required, where, f"exactly_one_of names columns that are required: {_listed(required)}")


def _check_references(contract: SourceContract, contracts: dict[str, SourceContract], models: Path) -> None:
    """A reference leads to master data: a source that says what its records are."""
    for column in contract.columns:
        if column.references is None:
            continue
        where = f"{models}: source {contract.name}, column {column.name}"
        master = contracts.get(column.references)
        _require(master is not None, where, f"references names a source that does not exist: {column.references}")
        assert master is not None
        _require(master.entity is not None, where, f"references names {master.name}, which states no entity")
        same_type = master.column(master.key[0]).data_type == column.data_type
        _require(same_type, where, f"references names {master.name}, whose key has another type")
        same_secret = _namespace(contract, column.name) == _namespace(master, master.key[0])
        _require(same_secret, where, f"references names {master.name}, whose key is not a secret of the same namespace")


def _namespace(contract: SourceContract, column: str) -> str | None:
    """In which namespace a column is a pseudonym; None for one that is kept as delivered."""
    return contract.secret.namespace if contract.secret and contract.secret.column == column else None


def _check_dirties(contract: SourceContract, contracts: dict[str, SourceContract], models: Path) -> None:
    """The months of the rows must be known, and there must be something that is kept by month."""
    if contract.dirties is None:
        return
    where = f"{models}: source {contract.name}"
    kept = contracts.get(contract.dirties)
    is_kept_by_month = kept is not None and kept.is_high_volume and kept.name != contract.name
    _require(is_kept_by_month, where, "dirties names another source, of high volume")
    _require(contract.month_column is not None, where, "dirties needs a month_column")


def _check_secret(contract: SourceContract, where: str) -> None:
    secret = contract.secret
    assert secret is not None
    _check_names([secret.column], contract.column_names, where, "secret.column")
    column = contract.column(secret.column)
    is_plain = column.kind == "text" and not column.values and not column.pattern
    _require(is_plain, where, "a secret column is text without values or pattern")
    _require(NAME.fullmatch(secret.key_column) is not None, where, "secret.key_column is a lower-case name")
    _require(NAME.fullmatch(secret.namespace) is not None, where, "secret.namespace is a lower-case name")


def _check_column(column: Column, contract: SourceContract, where: str) -> None:
    if column.kind == "dec":
        _require(0 <= column.scale <= column.precision <= 38, where, "a dec(p,s) has s <= p <= 38")
    has_range = column.minimum is not None or column.maximum is not None
    _require(not has_range or column.kind in ("dec", "int"), where, "only numbers have a minimum or maximum")
    _require(column.local_day in (None, "start_of_interval"), where, "local_day can only be start_of_interval")
    if column.local_day:
        _require(
            column.kind == "ts" and column.interval_column is not None,
            where,
            "local_day needs a ts and interval_column",
        )
        _check_names([column.interval_column or ""], contract.column_names, where, "interval_column")
        interval = contract.column(column.interval_column or "")
        bounded = interval.kind == "int" and interval.required and interval.maximum is not None
        _require(bounded, where, "interval_column is a required int with a maximum")
    if column.pattern is not None:
        try:
            re.compile(column.pattern)
        except re.error:
            raise CarbonError(f"{where}: the pattern is not a regular expression") from None


def _check_names(wanted: Iterable[str], names: tuple[str, ...], where: str, setting: str) -> None:
    unknown = set(wanted) - set(names)
    _require(not unknown, where, f"{setting} names columns that do not exist: {_listed(unknown)}")


def _meta(item: dict[str, Any]) -> dict[str, Any]:
    meta = (item.get("config") or {}).get("meta") or {}
    return {key: value for key, value in meta.items() if value is not None}


def _number(value: Any, where: str, setting: str) -> Decimal | None:
    if value is None:
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation:
        raise CarbonError(f"{where}: {setting} is not a number") from None


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))


def _require(holds: bool, where: str, sentence: str) -> None:
    if not holds:
        raise CarbonError(f"{where}: {sentence}")
