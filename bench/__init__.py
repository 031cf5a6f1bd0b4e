"""Benchmarks; timings are never part of the test suite.

`python -m bench` measures everything and writes `results.md`; `python -m bench NAME…` measures
single rows. A figure counts only beside another that was measured in turn with it: what a second
is worth differs from machine to machine, and from minute to minute.
"""
