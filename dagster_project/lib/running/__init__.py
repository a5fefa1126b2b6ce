"""How a run is carried out: lock, recovery, record and steps. Not here: Dagster definitions, nor what a step does."""
