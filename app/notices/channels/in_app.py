"""The desk itself: the row in the outbox is the message, read on the desk."""

from app.notices.channels import Message, Receipt

__all__ = ["InApp"]


class InApp:
    """Marks a notice as arrived."""

    def send(self, message: Message) -> Receipt:  # noqa: ARG002  the row is the message
        """Say that it is there."""
        return Receipt(delivered=True)
