"""The integrity desk's form and its words."""
