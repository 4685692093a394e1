"""A stored commendation as PDF: its letter and its certificate, the same bytes every time."""

from datetime import date
from io import BytesIO
from zoneinfo import ZoneInfo

from app.badges.tokens import address
from app.jalali import day, localised
from app.scores.letters.models import Commendation
from app.scores.letters.rules import Language, number_of
from printables.certificate import Certificate, certificate
from printables.design import loads
from printables.letter import Letter, letter
from qr.key_ring import KeyRing

__all__ = ["Press", "certificate_pdf", "letter_pdf"]


class Press:
    """What a city adds to a stored commendation: its keys, its address, its time zone."""

    def __init__(self, ring: KeyRing, public_url: str, host: str, zone: ZoneInfo) -> None:
        self.ring, self.public_url, self.host, self.zone = ring, public_url, host, zone

    def url(self, row: Commendation) -> str:
        """Return the signed address of a commendation.

        Raises:
            Refused: Its key was retired; offer a new one.
        """
        return address(row.serial, row.key_id, self.ring, public_url=self.public_url)


def letter_pdf(row: Commendation, press: Press) -> bytes:
    """Return the letter.

    Raises:
        LetterTooLong: Its words do not fit on a page.
        Refused: Its key was retired.
    """
    said, out = row.said, BytesIO()
    letter(
        Letter(
            number=_number(row), date=_date(row, press.zone), url=press.url(row),
            host=press.host, city=said["city"], office=said["office"],
            addressee=tuple(said["addressee"]), paragraphs=tuple(said["paragraphs"]),
            closing=tuple(said["closing"]), signer=said["signer"],
            signer_title=said["signer_title"], quote=said["quote"],
            quote_source=said["quote_source"], english=row.language is Language.EN,
            design=loads(row.design),
        ),
        out,
    )  # fmt: skip
    return out.getvalue()


def certificate_pdf(row: Commendation, press: Press) -> bytes:
    """Return the certificate.

    Raises:
        Refused: Its key was retired.
    """
    said, out = row.said, BytesIO()
    certificate(
        Certificate(
            number=_number(row), date=_date(row, press.zone), url=press.url(row),
            host=press.host, city=said["city"], office=said["office"], name=said["name"],
            place=said["place"], reason=said["reason"], signer=said["signer"],
            signer_title=said["signer_title"], english=row.language is Language.EN,
            design=loads(row.design),
        ),
        out,
    )  # fmt: skip
    return out.getvalue()


def _number(row: Commendation) -> str:
    return localised(number_of(row.year, row.place), row.language.value)


def _date(row: Commendation, zone: ZoneInfo) -> str:
    """Return the day without its weekday: «۱ آذر ۱۴۰۵»."""
    at: date = row.offered_at.astimezone(zone).date()
    return day(at, row.language.value, today=at, year=True).split(" ", 1)[1]
