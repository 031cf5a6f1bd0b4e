"""Benchmarks; timings are never part of the test suite.

`python -m bench` measures everything and writes `results.md`; `python -m bench NAME…` measures
single rows. A figure is only comparable with another that was measured in alternation with it:
how much a second is worth differs from machine to machine, and from minute to minute.
"""
