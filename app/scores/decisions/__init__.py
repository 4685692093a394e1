"""Decisions about employees with due process, and what the person may answer to them."""
