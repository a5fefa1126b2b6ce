"""Recipes of the demo as CSV files: only data, no code; how they are read stands in ``demo/recipes.py``."""
