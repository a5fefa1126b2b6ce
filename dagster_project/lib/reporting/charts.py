"""Charts as inline SVG: no script, no font file, no reference to anywhere, and the same bytes for the same figures.

Text in a chart is numbers only; words stand beside it in the page, in both languages and in the reader's own fonts.
matplotlib is imported when the first chart is drawn: no other command should wait for it.
"""

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from markupsafe import Markup

if TYPE_CHECKING:
    from matplotlib.figure import Figure

INK = "#1f2a33"
SOFT = "#8b98a3"
_SETTINGS: Any = {  # the library types each of its settings
    "svg.fonttype": "none",  # text stays text
    "svg.hashsalt": "carbon report",  # identifiers follow the content, not chance
    "font.family": "sans-serif",
    "font.size": 8,
    "axes.edgecolor": SOFT,
    "axes.labelcolor": INK,
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "xtick.color": INK,
    "ytick.color": INK,
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "grid.color": "#e3e8ec",
    "grid.linewidth": 0.6,
    "hatch.linewidth": 0.7,
    "hatch.color": "#ffffff",
}
_NO_METADATA = dict.fromkeys(("Creator", "Date", "Format", "Type"))  # a date would change with every report
_REFERENCE = re.compile(r"url\(#([^)]+)\)")


@dataclass(frozen=True)
class Series:
    """One part of a stack: values in order of the labels, a colour, a hatch that tells it apart in black and white."""

    values: Sequence[float]
    colour: str
    hatch: str = ""


@dataclass(frozen=True)
class Bar:
    label: str
    value: float
    colour: str
    is_emphasised: bool = False


def stacked_months(
    stack: Sequence[Series], before: Sequence[float | None], *, described: str, key: str, cache: Path
) -> Markup:
    """Twelve stacked bars; a dash on each month marks the total of the same month of the year before."""
    with _drawing(cache, width=7.3, height=2.35) as figure:
        axes = figure.add_subplot()
        positions = list(range(1, 13))
        base = [0.0] * 12
        for series in stack:
            axes.bar(positions, series.values, 0.66, bottom=base, color=series.colour, hatch=series.hatch, linewidth=0)
            base = [low + value for low, value in zip(base, series.values, strict=True)]
        known = [(month, value) for month, value in zip(positions, before, strict=True) if value is not None]
        for month, value in known:
            axes.plot([month - 0.42, month + 0.42], [value, value], color=INK, linewidth=1.4, solid_capstyle="butt")
        axes.set_xlim(0.4, 12.6)
        axes.set_xticks(positions)
        _value_axis(axes)
        return _inline(figure, key, described)


def year_bars(bars: Sequence[Bar], *, described: str, key: str, cache: Path) -> Markup:
    """One bar per year in the colour of its label; the year of the report has a frame."""
    with _drawing(cache, width=3.6, height=2.1) as figure:
        axes = figure.add_subplot()
        for position, bar in enumerate(bars):
            edge = INK if bar.is_emphasised else SOFT
            axes.bar(
                position, bar.value, 0.6, color=bar.colour, edgecolor=edge, linewidth=1.2 if bar.is_emphasised else 0.5
            )
        axes.set_xlim(-0.7, max(len(bars), 4) - 0.3)
        axes.set_xticks(range(len(bars)), [bar.label for bar in bars])
        _value_axis(axes)
        return _inline(figure, key, described)


@contextmanager
def _drawing(cache: Path, *, width: float, height: float) -> "Iterator[Figure]":
    os.environ.setdefault("MPLCONFIGDIR", str(cache))  # its list of fonts belongs into the home as well
    import matplotlib
    from matplotlib.figure import Figure

    with matplotlib.rc_context():
        matplotlib.rcdefaults()  # whatever a matplotlibrc in the reader's folders says
        matplotlib.rcParams.update(_SETTINGS)
        yield Figure(figsize=(width, height), layout="constrained")


def _value_axis(axes: Any) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    axes.yaxis.set_major_locator(MaxNLocator(nbins=5))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.10g}"))
    axes.yaxis.grid(True)
    axes.spines["left"].set_visible(False)


def _inline(figure: "Figure", key: str, described: str) -> Markup:
    """The figure as an <svg> element for an HTML page, its identifiers made unique on the page by `key`."""
    text = StringIO()
    figure.savefig(text, format="svg", metadata=_NO_METADATA, transparent=True)
    svg = ElementTree.fromstring(text.getvalue())
    for parent in list(svg.iter()):
        for child in list(parent):
            if _local(child.tag) in {"metadata", "style"}:  # its style would reach beyond the chart
                parent.remove(child)
    for element in svg.iter():
        element.tag = _local(element.tag)
        element.attrib = {_local(name): _own(_local(name), value, key) for name, value in element.attrib.items()}
    del svg.attrib["width"], svg.attrib["height"]  # the page decides
    svg.attrib |= {"class": "chart", "role": "img", "aria-label": described}
    return Markup(ElementTree.tostring(svg, encoding="unicode"))


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _own(name: str, value: str, key: str) -> str:
    if name == "id":
        return f"{key}-{value}"
    if name == "href":
        return value.replace("#", f"#{key}-", 1)
    return _REFERENCE.sub(rf"url(#{key}-\1)", value)
