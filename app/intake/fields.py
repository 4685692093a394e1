"""Fields whose marks the templates write themselves: one of a list, some of a list.

The library's own keep what a page is drawn from, which is most of what reading a form costs.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from wtforms.fields import Field
from wtforms.validators import ValidationError

__all__ = ["OneOf", "SomeOf"]


class OneOf(Field):
    """One value of a list or none; ``data`` is what was sent."""

    def __init__(self, among: Iterable[str], **rest: Any) -> None:
        super().__init__(**rest)
        self.among = frozenset(among)

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Take the first value that was sent."""
        if valuelist:
            self.data = valuelist[0]

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002  the library's signature
        """Refuse what is not on the list."""
        if self.data and self.data not in self.among:
            raise ValidationError("unknown")


class SomeOf(Field):
    """Any number of values of a list, which is given once the form is there."""

    among: frozenset[str] = frozenset()

    def process_data(self, value: Iterable[str] | None) -> None:
        """Start with a list."""
        self.data = list(value or ())

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Take every value that was sent and says something."""
        self.data = [value for value in valuelist if value]

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002  the library's signature
        """Refuse what is not on the list."""
        if not self.among.issuperset(self.data):
            raise ValidationError("unknown")
