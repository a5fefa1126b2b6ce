"""The unit of a published column, read from the end of its name (`_t`, `_kwh`, `_cny`, `kgco2e_per_m2`).

Belongs here: the suffixes in use and what they mean. Does not belong here: conversion between units.
"""

_SUFFIX_UNITS = {
    "t": "t",
    "kg": "kg",
    "g": "g",
    "kwh": "kWh",
    "mw": "MW",
    "mwh": "MWh",
    "gj": "GJ",
    "tj": "TJ",
    "tce": "tce",
    "tco2e": "tCO2e",
    "kgco2e": "kgCO2e",
    "gco2e": "gCO2e",
    "cny": "CNY",
    "pct": "%",
    "bp": "bp",
    "m2": "m2",
    "m3": "m3",
    "ha": "ha",
    "mu": "mu",
    "km": "km",
    "tkm": "tkm",
    "days": "d",
    "months": "months",
    "hours": "h",
}
_NUMERIC_TYPES = ("DECIMAL", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UINTEGER", "UBIGINT")


def unit_of(column_name: str, data_type: str) -> str | None:
    """The unit that the name states; None when it states none, or when the column is not a number."""
    if not data_type.upper().startswith(_NUMERIC_TYPES):
        return None
    numerator, is_rate, denominator = column_name.rpartition("_per_")
    if not is_rate:
        return _suffix_unit(column_name)
    top, bottom = _suffix_unit(numerator), _SUFFIX_UNITS.get(denominator, denominator)
    return f"{top}/{bottom}" if top else None


def _suffix_unit(name: str) -> str | None:
    # Only what follows the last underscore: `_net_t` is tonnes, `format` is not.
    head, underscore, suffix = name.rpartition("_")
    return _SUFFIX_UNITS.get(suffix) if underscore or not head else None
