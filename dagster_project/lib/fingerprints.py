"""Digests of the project itself: its code and its reference data, so that a release can say what it was made with.

Digests of deliveries live in the ledger, digests of published tables with the publisher.
"""

import hashlib
from collections.abc import Iterable
from pathlib import Path

PROJECT_ROOT = Path(__file__).parents[2]
CODE = (
    ("dagster_project", ("*.py",)),
    ("dbt_carbon/models", ("*",)),
    ("dbt_carbon/macros", ("*",)),
    ("dbt_carbon", ("dbt_project.yml",)),
    ("expectations", ("*.json",)),
)
SEEDS = (("seeds", ("*.csv", "*.yml")),)


def code_digest(root: Path = PROJECT_ROOT) -> str:
    """Changes with everything that decides how a result is computed."""
    return _digest(root, _files(root, CODE))


def seed_digest(root: Path = PROJECT_ROOT) -> str:
    """Changes with the reference data."""
    return _digest(root, _files(root, SEEDS))


def _files(root: Path, parts: Iterable[tuple[str, tuple[str, ...]]]) -> list[Path]:
    found: set[Path] = set()
    for folder, patterns in parts:
        for pattern in patterns:
            matches = (root / folder).rglob(pattern) if pattern != "dbt_project.yml" else [root / folder / pattern]
            found.update(path for path in matches if path.is_file() and not _is_by_product(path))
    return sorted(found)


def _is_by_product(path: Path) -> bool:
    """Editors, interpreters and operating systems leave files that decide nothing; nor do the models' unit tests."""
    return "__pycache__" in path.parts or path.name.startswith(".") or path.match("*__unit_tests.yml")


def _digest(root: Path, files: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in files:
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"{path.relative_to(root).as_posix()} {content}\n".encode())
    return digest.hexdigest()
