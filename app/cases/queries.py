"""Reads of cases: the inbox, one case, the citizen's part of it, the release queue.

Each lives in a file of its own; every one of them carries ``conflicts.visible``, save what the
citizen reads of the own message.
"""

from app.cases.chain import first_break
from app.cases.citizen_page import citizen_case
from app.cases.inbox import PAGE, Filters, QueueRow, View, counts, export, queue
from app.cases.page import case_page
from app.cases.shown import CasePage, CitizenCase, PublicStep, StepRow
from app.cases.words import WORDS_PAGE, waiting_words

__all__ = [
    "PAGE",
    "WORDS_PAGE",
    "CasePage",
    "CitizenCase",
    "Filters",
    "PublicStep",
    "QueueRow",
    "StepRow",
    "View",
    "case_page",
    "citizen_case",
    "counts",
    "export",
    "first_break",
    "queue",
    "waiting_words",
]
