"""What stays of erased words tells copies and nothing else."""

from app.feedback.erasing.sketching import LEAST, likeness, sketched

KEY, OTHER = bytes(32), bytes(31) + b"\x01"
WORDS = "سه روز پشت سر هم گفتند فردا بیایید و کسی پشت باجه نبود؛ کارم ماند."
COPY = "سه روز پشت سر هم گفتند فردا بیایید و كسي پشت باجه نبود! کارم ماند"
ELSE = "بلیت‌خوان ایستگاه خراب است و هیچ‌کس نمی‌گوید از کدام در باید رفت."


def test_copies_are_alike_and_other_words_are_not() -> None:
    one, copy, other = (sketched(text, KEY) for text in (WORDS, COPY, ELSE))

    assert one
    assert copy
    assert other
    assert likeness(one, copy) == 1
    assert likeness(one, other) < 0.2


def test_words_changed_in_the_middle_are_about_as_alike_as_their_letters() -> None:
    changed = WORDS.replace("فردا بیایید", "هفتهٔ بعد بیایید")
    one, other = sketched(WORDS, KEY), sketched(changed, KEY)

    assert one
    assert other
    assert 0.5 < likeness(one, other) < 0.95


def test_another_key_makes_another_sketch_and_no_word_stands_in_it() -> None:
    one, other = sketched(WORDS, KEY), sketched(WORDS, OTHER)

    assert one
    assert other
    assert len(one) == 64
    assert likeness(one, other) < 0.2


def test_short_words_leave_nothing() -> None:
    assert sketched("خ" * (LEAST - 1), KEY) is None
    assert sketched("", KEY) is None
