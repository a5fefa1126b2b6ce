"""A copy of the dbt project with every engine macro replaced by a marker: what it compiles to is the models' own SQL.

Belongs here: making the copy and the one dbt call. Does not belong here: what the SQL may say (portable_sql).

A macro named `duckdb__<name>` is an engine's own wording: models reach it through dispatch and nothing in it has to
run elsewhere. In the copy its body is one call, `engine__<name>(arguments)`. The arguments stay: models write them.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import yaml

from dagster_project.lib.running.manifest import QUIET_DBT
from dagster_project.lib.running.project import DBT_PROJECT, SEEDS, dbt_executable

_MARKERS = Path(__file__).with_name("engine_markers.sql")
_ENGINE_MACRO = re.compile(r"{%-?\s*macro (duckdb__(\w+))\((.*?)\)\s*-?%}.*?{%-?\s*endmacro\s*-?%}", re.DOTALL)


def compile_portable(folder: Path) -> None:
    """Make the marked copy in `folder` and compile it: target/manifest.json then holds the SQL of models and tests."""
    project = _copy(folder)
    done = subprocess.run(
        [dbt_executable(), "--quiet", "compile", "--no-introspect", "--no-populate-cache"],
        cwd=project,
        env={
            **os.environ,
            **QUIET_DBT,
            "DBT_PROFILES_DIR": os.fspath(project),
            "DBT_TARGET_PATH": os.fspath(folder / "target"),
            "DBT_LOG_PATH": os.fspath(folder / "logs"),
            "CARBON_WAREHOUSE": os.fspath(folder / "nothing.duckdb"),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def written_sql(manifest: dict[str, Any]) -> dict[str, str]:
    """Compiled SQL of every model and test; the quotes that dbt puts round relations are gone, a person's are left."""
    relations = [
        str(node["relation_name"])
        for node in [*manifest["nodes"].values(), *manifest["sources"].values()]
        if node.get("relation_name")
    ]
    # The longest first: no name may be cut out of another.
    names = re.compile("|".join(re.escape(name) for name in sorted(relations, key=len, reverse=True)))
    return {
        node["unique_id"]: names.sub(lambda found: found.group().replace('"', ""), node["compiled_code"])
        for node in manifest["nodes"].values()
        if node["resource_type"] in ("model", "test")
    }


def with_markers(macros: str) -> str:
    """The text of a macro file with every engine's own macro turned into its marker."""
    return _ENGINE_MACRO.sub(_marker, macros)


def _marker(found: re.Match[str]) -> str:
    name, short, parameters = found.groups()
    names = [parameter.split("=")[0].strip() for parameter in parameters.split(",") if parameter.strip()]
    arguments = ", ".join(f"{{{{ {each} }}}}" for each in names)
    return f"{{% macro {name}({parameters}) -%}}engine__{short}({arguments}){{%- endmacro %}}"


def _copy(folder: Path) -> Path:
    project = folder / DBT_PROJECT.name
    shutil.copytree(DBT_PROJECT, project, ignore=shutil.ignore_patterns("target", "logs"))
    shutil.copytree(SEEDS, folder / SEEDS.name)
    for path in (project / "macros" / "engine").glob("*.sql"):
        path.write_text(with_markers(path.read_text(encoding="utf-8")), encoding="utf-8")
    shutil.copy(_MARKERS, project / "macros" / "engine")
    settings_file = project / "dbt_project.yml"
    settings = yaml.safe_load(settings_file.read_text(encoding="utf-8"))
    settings["dispatch"] = [{"macro_namespace": "dbt", "search_order": [settings["name"], "dbt"]}]
    settings_file.write_text(yaml.safe_dump(settings), encoding="utf-8")
    return project
