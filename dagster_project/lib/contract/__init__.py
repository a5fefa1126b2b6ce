"""The source contract (数据源契约): what a delivered file may hold, read from its one home, the dbt source YAML.

Reading and describing contracts belongs here; applying them to files belongs to ``loading``.
"""

from dagster_project.lib.contract.model import Column, Expected, Secret, SourceContract
from dagster_project.lib.contract.reader import MODELS_FOLDER, read_contract_file, read_contracts

__all__ = [
    "MODELS_FOLDER",
    "Column",
    "Expected",
    "Secret",
    "SourceContract",
    "read_contract_file",
    "read_contracts",
]
