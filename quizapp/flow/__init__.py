"""Flow: the study session over its ports. Read `study` first."""
