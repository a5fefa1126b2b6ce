"""A report in a real browser without a network: text and charts are there, nothing is asked for, nothing fails."""

import shutil
import subprocess
from pathlib import Path

import pytest

from dagster_project.lib.home import Home
from dagster_project.lib.reporting import build_report

from .small_release import HOSTILE, RICH

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")


OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--enable-logging=stderr",
    "--log-level=0",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--window-size=900,1300",
)


def _browse(page: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    assert CHROMIUM is not None
    profile = f"--user-data-dir={page.parent / 'profile'}"
    command = [CHROMIUM, *OPTIONS, profile, *arguments, page.as_uri()]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.parametrize("account", [RICH, HOSTILE])
def test_a_browser_without_network_shows_it(home: Home, tmp_path: Path, account: str) -> None:
    page, picture = tmp_path / "report.html", tmp_path / "report.png"
    page.write_text(build_report(home, account, 2024).html, encoding="utf-8")
    shown = _browse(page, "--dump-dom")
    assert "碳征信报告" in shown.stdout
    assert "<svg" in shown.stdout
    assert "<script" not in shown.stdout
    photographed = _browse(page, f"--screenshot={picture}")
    assert picture.stat().st_size > 20_000
    for line in (shown.stderr + photographed.stderr).splitlines():
        assert "CONSOLE" not in line, line


def test_it_prints_on_a_few_pages(home: Home, tmp_path: Path) -> None:
    page, paper = tmp_path / "report.html", tmp_path / "report.pdf"
    page.write_text(build_report(home, RICH, 2024).html, encoding="utf-8")
    _browse(page, "--no-pdf-header-footer", f"--print-to-pdf={paper}")
    content = paper.read_bytes()
    assert content.startswith(b"%PDF")
    assert 3 <= content.count(b"/Type /Page\n") + content.count(b"/Type /Page/") <= 9
