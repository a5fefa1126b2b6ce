"""What a deliberate fault is; unit_test_faults and the modules of faults/ list them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """`right` stands once in the file `path` of the dbt project; with `wrong` in its place `caught_by` must fail."""

    path: str
    right: str
    wrong: str
    caught_by: str
