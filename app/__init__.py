"""Takrim: signed QR badges for a city, feedback, cases and fair scores.

Nothing is imported here, so that a command loads what it needs and no web server:
``app.application`` wires the web pages, ``app.cli`` names the commands.
"""
