"""Why a photo was not taken: English here, other languages in the catalogue."""

__all__ = ["PHOTO_REASONS"]

PHOTO_REASONS = {
    "unreadable": "This is not a JPEG, PNG or WebP photo that can be read.",
    "too_large": "This photo is too large: 20 MB at most.",
    "too_many_pixels": "This photo has too many pixels: 40 million at most.",
    "too_small": "This photo is too small: at least 100 pixels a side.",
    "cmyk": "This photo is in printing inks (CMYK); save it as RGB.",
    "animated": "This photo moves; save a single picture.",
    "locked": "This file is locked with a password.",
    "number_unknown": "The file name is no personnel number of the directory.",
    "number_shared": "Two organisations use this personnel number; name one with --organisation.",
    "left": "This person is no longer in the directory.",
    "twice": "The archive holds another photo of the same person.",
    "file_missing": "There is no such file.",
    "no_archive": "This is not a ZIP file that can be read.",
    "photos_too_many": "The archive holds too many files or would unpack to more than 8 GB.",
    "organisation_unknown": "There is no organisation with this code.",
}
"""Keyed by the reasons of ``printables`` (``PhotoRefused``), of matching, and of whole archives."""
