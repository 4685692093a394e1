"""Reads of the desks that look on: one function per screen, frozen rows out."""
