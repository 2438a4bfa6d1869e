"""Benchmarks: run by hand, never as tests. Each compares within one interleaved run, because machines are noisy."""
