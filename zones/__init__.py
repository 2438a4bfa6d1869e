"""Layer 1: zones, parks, units, people, and who may do what."""
