"""The home: one folder with everything a warehouse keeps, its paths and its identity (home.json).

Who may write in it (the run lock) and what the folders hold are other modules' matters.
"""

import json
import os
import uuid
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from dagster_project.lib.errors import OutOfResources, WrongUse
from dagster_project.lib.files import is_full_disk, write_atomically

FORMAT_VERSION = 1
DEFAULT_TIMEZONE = "Asia/Shanghai"
# Dagster's storage and the gates get their files by an address, in which these mean something else than themselves.
NOT_IN_PATHS = "?#$%"


@dataclass(frozen=True)
class HomeSettings:
    """What home.json says: the identity of a home and the choices that may not change silently."""

    format_version: int
    home_id: str
    mode: str | None  # "live" or "as-of"; null until the first release
    timezone: str
    key_fingerprint: str | None

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


@dataclass(frozen=True)
class Home:
    """The paths of one home; opening it makes the folders, nothing else."""

    root: Path

    @classmethod
    def open(cls, path: Path | str, create: bool = True) -> "Home":
        home = cls(Path(path).expanduser().absolute())
        _check_path(home.root)
        if not create and not home.home_json.is_file():
            raise WrongUse(f"{home.root} is not a home (it has no home.json); make one with carbon run or carbon demo")
        try:
            for folder in home.folders:
                folder.mkdir(parents=True, exist_ok=True)
            if not home.home_json.exists():
                home._write(_new_settings())
        except (NotADirectoryError, FileExistsError):
            raise WrongUse(f"{home.root} cannot be a home: a part of this path is a file, not a folder") from None
        except PermissionError:
            raise WrongUse(f"{home.root} cannot be used as a home: no permission to write there") from None
        except OSError as error:  # a read-only disk, a name too long
            if is_full_disk(error):
                raise OutOfResources(f"the disk is full: {home.root} cannot be made a home") from None
            raise WrongUse(f"{home.root} cannot be used as a home ({os.strerror(error.errno or 0)})") from None
        home.settings()
        return home

    @property
    def folders(self) -> list[Path]:
        return [self.landing, self.ledger, self.raw_staging, self.audit, self.inputs, self.dagster, self.published]

    @property
    def landing(self) -> Path:
        return self.root / "landing"

    @property
    def raw(self) -> Path:
        return self.root / "raw"

    @property
    def ledger(self) -> Path:
        return self.raw / "_ledger"

    @property
    def raw_staging(self) -> Path:
        return self.raw / "_staging"

    @property
    def audit(self) -> Path:
        return self.root / "audit"

    @property
    def work(self) -> Path:
        return self.root / "work"

    @property
    def inputs(self) -> Path:
        return self.work / "inputs"

    @property
    def warehouse(self) -> Path:
        return self.work / "warehouse.duckdb"

    @property
    def dagster(self) -> Path:
        return self.root / "dagster"

    @property
    def published(self) -> Path:
        return self.root / "published"

    @property
    def current(self) -> Path:
        return self.published / "current"

    @property
    def run_lock(self) -> Path:
        return self.root / "run.lock"

    @property
    def run_json(self) -> Path:
        return self.root / "run.json"

    @property
    def home_json(self) -> Path:
        return self.root / "home.json"

    def settings(self) -> HomeSettings:
        """Read home.json; a home of another format version is refused, never guessed at."""
        try:
            content = json.loads(self.home_json.read_text())
            settings = HomeSettings(**{name: content[name] for name in HomeSettings.__dataclass_fields__})
        except OSError as error:
            raise WrongUse(f"{self.home_json} cannot be read ({os.strerror(error.errno or 0)})") from None
        except (ValueError, KeyError, TypeError):
            raise WrongUse(f"{self.home_json} is damaged: restore it from a backup of this home") from None
        if settings.format_version != FORMAT_VERSION:
            raise WrongUse(
                f"{self.root} is a home of format {settings.format_version}; "
                f"this version works with format {FORMAT_VERSION} only"
            )
        _check_timezone(settings.timezone)
        return settings

    def update_settings(self, **changes: Any) -> HomeSettings:
        """Change home.json in one step and return what it now says."""
        settings = replace(self.settings(), **changes)
        _check_timezone(settings.timezone)
        self._write(settings)
        return settings

    def _write(self, settings: HomeSettings) -> None:
        write_atomically(self.home_json, json.dumps(asdict(settings), indent=2) + "\n")


def _new_settings() -> HomeSettings:
    return HomeSettings(FORMAT_VERSION, uuid.uuid4().hex, None, DEFAULT_TIMEZONE, None)


def _check_path(root: Path) -> None:
    text = str(root)
    if not text.isprintable() or any(char in text for char in NOT_IN_PATHS):
        raise WrongUse(
            f"{text!r} cannot be a home: its path holds one of {' '.join(NOT_IN_PATHS)}, a line break or another "
            "character that cannot be printed; spaces, quotes, brackets and Chinese characters are fine"
        )


def _check_timezone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError, TypeError):
        raise WrongUse(f"the home's time zone {name!r} is not a known zone name such as Asia/Shanghai") from None
