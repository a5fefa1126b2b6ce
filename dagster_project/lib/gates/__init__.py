"""Quality gates: Great Expectations suites run on a DuckDB file, their results, and the verdict that stops a run.

Belongs here: suites, running them, results (of the gates and of dbt tests), the sentence a failed gate says.
Does not belong here: Dagster checks (defs), dbt tests (dbt_carbon), publishing of results (lib/publishing).
"""
