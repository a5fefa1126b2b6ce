"""The floor: what one expert would write in plain SQL for these files alone, on the same machine and memory.

It computes the tables that the line computes for residents, from the same deliveries. It keeps no history of loads, no
rejects with reasons, no lineage, no contracts, gates or releases; what the line takes beyond it is the price of those.
"""

from benchmarks.floor.run import FloorRun, run_floor

__all__ = ["FloorRun", "run_floor"]
