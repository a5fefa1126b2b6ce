"""`carbon trace`: from an account's published year down to the delivered lines, the factors and the formula.

Belongs here: reading the published audit tables, the tree they make, and its text. Does not belong here: computing
anything anew: every figure printed is one that was published, so that a pocket calculator can check the formula.
"""

from dagster_project.lib.tracing.read import trace_account
from dagster_project.lib.tracing.text import render_trace
from dagster_project.lib.tracing.tree import (
    FactNode,
    LoadNode,
    MeasureNode,
    MonthNode,
    ReductionNode,
    RemovalNode,
    Trace,
)

__all__ = [
    "FactNode",
    "LoadNode",
    "MeasureNode",
    "MonthNode",
    "ReductionNode",
    "RemovalNode",
    "Trace",
    "render_trace",
    "trace_account",
]
