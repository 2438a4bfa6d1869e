"""Monthly returns of enterprises: entered, reviewed, added up without telling of a single firm."""
