"""What can go wrong at the press: one small tree with stable codes.

    PrintError
    ├── FontIncomplete    the vendored font lacks a form that Persian needs
    ├── TemplateRefused   a template that would spoil the print
    ├── UnknownSheet      no sheet format of that name
    ├── LogoRefused       bytes that are no logo that can be printed
    ├── PhotoRefused      bytes that are no usable photo
    ├── LetterTooLong     more words than one page of a letter holds
    └── Misprint          a page that does not say what its manifest says

A symbol that would fall under 0.5 mm a module is refused by ``qr`` (``TooSmall``).
"""

from collections.abc import Mapping

__all__ = [
    "FontIncomplete",
    "LetterTooLong",
    "LogoRefused",
    "Misprint",
    "PhotoRefused",
    "PrintError",
    "TemplateRefused",
    "UnknownSheet",
]


class PrintError(Exception):
    """Base of everything this package raises; ``code`` is stable, the words are for the log."""

    code = "print_error"


class FontIncomplete(PrintError):
    """The font cannot draw every Persian letter in every joined form."""

    code = "font_incomplete"


class TemplateRefused(PrintError):
    """A template would cover the quiet zone, leave the trim, or be too pale to read.

    Attributes:
        reason: Stable word by which the caller chooses the reader's sentence: ``malformed``,
            ``unknown``, ``trim``, ``quiet_zone``, ``small_symbol``, ``pale``, ``too_long`` or
            ``unprintable``; of a whole template also ``no_json``, ``too_large``, ``size``,
            ``use``, ``symbols``, ``needed`` or ``unread``.
        values: What the sentence needs: the element, the words, two colours and their contrast.
    """

    code = "template_refused"

    def __init__(
        self, detail: str, reason: str = "malformed", values: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(detail)
        self.reason = reason
        self.values = dict(values or {})


class LogoRefused(PrintError):
    """The bytes are no logo that can be printed: no plain SVG paths, no PNG, or too large.

    Attributes:
        reason: ``unreadable``, ``too_large``, ``not_paths`` or ``too_small``.
    """

    code = "logo_refused"

    def __init__(self, detail: str, reason: str = "unreadable") -> None:
        super().__init__(detail)
        self.reason = reason


class UnknownSheet(PrintError):
    """No sheet format has this name."""

    code = "unknown_sheet"


class PhotoRefused(PrintError):
    """The bytes are no photo, too large a photo, or of a kind that is not taken.

    Attributes:
        reason: Stable word by which the caller chooses the reader's sentence: ``unreadable``,
            ``too_large``, ``too_many_pixels``, ``too_small``, ``cmyk`` or ``animated``.
    """

    code = "photo_refused"

    def __init__(self, detail: str, reason: str = "unreadable") -> None:
        super().__init__(detail)
        self.reason = reason


class LetterTooLong(PrintError):
    """The words of a letter do not fit on one page, even set small."""

    code = "letter_too_long"


class Misprint(PrintError):
    """A printed page was read back and disagrees with its manifest."""

    code = "misprint"
