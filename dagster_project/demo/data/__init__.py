"""Recipes of the demo as CSV files: only data, no code; how they are read stands in ``demo/recipes.py``.

- ``deliveries``: the files, in the order in which they arrive; each source has a file of its own name with the rows
  that stand word for word in its deliveries.
- ``enterprise_group`` and ``building_group``: the accounts that are invented; ``word``, ``performance_class`` and
  ``share``: their names, how they differ and how often something happens to one.
- ``trade``, ``trade_energy``, ``trade_process``, ``trade_product``: what an account of size 100 uses, makes and earns
  in a year; ``energy_line``, ``process_line``, ``product_line``: the same for one account; ``profile``: how a year
  spreads over its months; ``meter_line``: meters.
- ``measure_type``, ``provider``, ``loan_kind``: reduction measures, who provides them, and loans.
"""
