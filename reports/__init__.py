"""Layer 4: dashboards, the year's notes, workbooks and documents."""
