"""Layer 0: machinery without tables. Imports nothing of ours."""
