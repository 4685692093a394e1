"""A road for trying out: prints the sentence as one JSON line, the number masked."""

import json
import sys
from typing import TextIO

from app.notices.channels import Message, Receipt, masked

__all__ = ["Console"]


class Console:
    """Prints to standard output, or to ``out``."""

    def __init__(self, out: TextIO | None = None) -> None:
        self._out = out

    def send(self, message: Message) -> Receipt:
        """Print one line."""
        line = {
            "notice": message.key,
            "template": message.template,
            "to": masked(message.address),
            "text": message.text,
        }
        print(json.dumps(line, ensure_ascii=False), file=self._out or sys.stdout, flush=True)
        return Receipt(delivered=True)
