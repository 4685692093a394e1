"""``python -m app`` is ``takrim`` where no script is installed."""

from app.cli import main

main()
