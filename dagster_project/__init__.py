"""The carbon-account warehouse (碳账户数仓): its Dagster project, its library and its command line.

Nothing runs when this package is imported; what exists is assembled in ``definitions``.
"""
