"""Layer 2: enterprises, projects, the milestone ledger and the weekly report."""
