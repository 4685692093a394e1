"""The commands that belong to no feature: one file per group."""
