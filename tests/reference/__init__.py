"""Tests of the reference data under seeds/: form, values, agreement with worked examples, loading by dbt."""
