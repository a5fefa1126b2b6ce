"""The demo at the size of a city: millions of residents beside the organisations of the small demo.

Rows are made by SQL from digests of whole numbers, a delivery at a time, so that memory stays small and the same
arguments give the same files. What the residents can do is read from the recipes of the small demo.
"""

from dagster_project.demo.city_scale.plan import CityPlan
from dagster_project.demo.city_scale.write import CityWriter

__all__ = ["CityPlan", "CityWriter"]
