"""The demo: deliveries of an invented city district, made from the source contracts, the same bytes every time.

What belongs here: recipes (as data under ``data/``) and the code that turns them into files of a landing folder. What
does not: anything a real run needs; no other module of the product imports the demo except its command.
"""

from dagster_project.demo.later import last_delivered_year
from dagster_project.demo.write import DemoSummary, write_demo

__all__ = ["DemoSummary", "last_delivered_year", "write_demo"]
