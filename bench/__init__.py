"""Benchmarks; timings are never part of the test suite."""
