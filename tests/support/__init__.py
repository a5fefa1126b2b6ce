"""Helpers shared by the tests; no test lives here and nothing here is part of the product."""
