"""How things are done: contracts, loading, runs, gates, publishing, tracing.

No Dagster definition belongs here, so that everything in this package can be used and tested without Dagster.
"""
