"""How an outcome is said to whom it concerns, in the language of the one who reads it.

These sentences are stored with the event they belong to, so they are data here and no page words:
neutral to both sides, and without what follows for the person.
"""

from app.cases.findings.states import Result

__all__ = ["to_citizen", "to_person"]

_TO_PERSON = {
    Result.UPHELD: ("درست بودن گزارش", "upheld"),
    Result.PARTLY: ("درست بودن بخشی از گزارش", "partly upheld"),
    Result.NOT_UPHELD: ("تأیید نشدن گزارش", "not upheld"),
    Result.INSUFFICIENT: ("کافی نبودن شواهد", "insufficient evidence"),
}
_TO_CITIZEN = {
    Result.UPHELD: (
        "بررسی رفتار گزارش‌شده پایان یافت: گزارش شما درست دانسته شد.",
        "The conduct you reported was examined: your report was found right.",
    ),
    Result.PARTLY: (
        "بررسی رفتار گزارش‌شده پایان یافت: بخشی از گزارش شما درست دانسته شد.",
        "The conduct you reported was examined: your report was found right in part.",
    ),
    Result.NOT_UPHELD: (
        "بررسی رفتار گزارش‌شده پایان یافت: گزارش تأیید نشد.",
        "The conduct you reported was examined: the report was not confirmed.",
    ),
    Result.INSUFFICIENT: (
        "بررسی رفتار گزارش‌شده پایان یافت: شواهد برای نتیجه‌گیری کافی نبود.",
        "The conduct you reported was examined: the evidence was not enough to decide.",
    ),
}


def to_person(result: Result, locale: str) -> str:
    """Return the outcome as it fits into the notice S06."""
    return _TO_PERSON[result][locale == "en"]


def to_citizen(result: Result, locale: str) -> str:
    """Return the outcome as the tracking page says it."""
    return _TO_CITIZEN[result][locale == "en"]
