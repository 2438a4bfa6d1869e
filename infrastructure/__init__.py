"""Layer 2: roads, plants, housing and the zone's other works, each a project with its engineering facts."""
