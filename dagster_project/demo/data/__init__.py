"""Recipes of the demo as CSV files: only data, no code; how they are read stands in ``demo/recipes.py``.

- ``deliveries``: the files, in the order in which they arrive; each source has a file of its own name with the rows
  that stand word for word in its deliveries.
- ``enterprise_group``, ``building_group``, ``farm_group``, ``fleet_group``, ``forest_group``: the accounts that are
  invented; ``word``, ``performance_class`` and ``share``: their names, how they differ and how often something happens
  to one.
- ``trade``, ``trade_energy``, ``trade_process``, ``trade_product``, ``trade_farm``: what an account of size 100 uses,
  makes and earns in a year (size 100 of a farm is 100 hectares, 1 000 animals or 20 000 birds, of an orchard 100 mu;
  animals are counted in head-months); ``energy_line``, ``process_line``, ``product_line``, ``farm_line``: the same for
  one account; ``profile``: how a year spreads over its months; ``meter_line``: meters.
- ``fleet_trade``, ``freight_route``, ``freight_leg``: how often a fleet of size 100 ships, what and how.
- ``forest_species``, ``forest_schedule``, ``forest_event``: what grows on a plot, when it is surveyed, what strikes it.
- ``indicator``, ``county``: statistics of the city and how its counties share in them.
- ``measure_type``, ``provider``, ``loan_kind``, ``borrower``: reduction measures, who provides them, loans, and the
  yearly value of borrowers that state no products.
"""
