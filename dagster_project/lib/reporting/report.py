"""One report: read the release, lay it out, give back the page."""

from dataclasses import dataclass

from dagster_project.lib.home import Home
from dagster_project.lib.reporting.page import render_page
from dagster_project.lib.reporting.read import read_published


@dataclass(frozen=True)
class Report:
    html: str
    release: str


def build_report(
    home: Home, account_id: str, year: int, *, audience: str = "auditor", release: str | None = None
) -> Report:
    """The page for an account and year; the same release gives the same bytes.

    Raises WrongUse when there is no release, no such account in it, or nothing on it for that year.
    """
    published = read_published(home, account_id, year, audience=audience, release=release)
    html = render_page(published, chart_cache=home.work / "matplotlib")
    return Report(html, published.manifest.release)
