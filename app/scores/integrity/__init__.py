"""The integrity desk: suspect groups, their evidence in plain words, and people's verdicts."""
