"""Layer 2: indicators, figures and targets. Knows nothing of projects."""
