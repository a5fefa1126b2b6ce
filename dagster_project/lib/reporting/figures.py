"""Figures and days as people read them. Decimal all the way; half is rounded away from zero, as everywhere here."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext

_DIGITS = 60  # more than any published decimal has, so that rounding for print is the only rounding


def figure(value: Decimal | int | None, places: int = 2) -> str:
    """`12,345.68`; a small value of which fewer than two digits would be left keeps three; no value, no text."""
    if value is None:
        return ""
    amount = Decimal(value)
    rounded = _rounded(amount, places)
    if rounded != amount and amount.adjusted() + places < 1:
        rounded = _rounded(amount, max(places, 2 - amount.adjusted()))
    return f"{rounded:,f}"


def unit_text(code: str | None) -> str:
    """A unit code as people write it; money is counted in 万元, which is 10 000 CNY."""
    text = (code or "").replace("_per_", "/").replace("10k_cny", "万元 (10k CNY)")
    return text.replace("m2", "m²").replace("kwh", "kWh")


def _rounded(amount: Decimal, places: int) -> Decimal:
    with localcontext(prec=_DIGITS):
        return amount.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def exact(value: Decimal | int | None) -> str:
    """Every published digit, without trailing zeros."""
    if value is None:
        return ""
    text = f"{Decimal(value):f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def signed_pct(value: Decimal | None, places: int = 1) -> str:
    """`+3.2 %`; the sign always, as it is the news of a change."""
    if value is None:
        return ""
    text = figure(value, places)
    return f"{text} %" if value <= 0 else f"+{text} %"


def change_pct(now: Decimal | None, before: Decimal | None) -> Decimal | None:
    """The change on an earlier value in percent; None where there is nothing to compare with."""
    if now is None or not before or before < 0:
        return None
    with localcontext(prec=_DIGITS):
        return (now - before) * 100 / before


def day(value: date | None) -> str:
    return "" if value is None else value.isoformat()
