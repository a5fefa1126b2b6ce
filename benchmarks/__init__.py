"""Measurements of the whole line on synthetic deliveries: `python -m benchmarks`, or `make bench`.

Figures to read and compare, never a test: nothing fails because a machine is slow. What was measured last stands in
docs/performance.md.
"""
