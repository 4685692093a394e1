import pytest

from printables.errors import FontIncomplete
from printables.fonts import PERSIAN, face, missing_forms
from printables.shaping import measure, normalise, shape, upright


def test_persian_letters_are_joined_and_ordered_from_left_to_right():
    assert shape("سلام") == "ﻡﻼﺳ"


def test_heh_with_hamza_keeps_its_hamza():
    assert shape("منطقهٔ ۶") == "۶ ﮥﻘﻄﻨﻣ"
    assert "ۀ" in shape("راهٔ")


def test_the_half_space_parts_letters_and_is_not_drawn():
    assert shape("می‌روم") == "ﻡﻭﺭﯽﻣ"


def test_arabic_spellings_of_ye_and_kaf_become_persian():
    assert normalise("علي كاظمي") == "علی کاظمی"
    assert shape("علي") == shape("علی")


def test_old_presentation_forms_are_read_as_letters():
    assert normalise("ﺳﻼم") == "سلام"


@pytest.mark.parametrize(
    "text", ["\u202eعلی", "علی\u2067", "علی 😀", "\u200fعلی\u200f", "ع\u0640لی", "عَلی\u200c"]
)
def test_marks_controls_stretching_and_emoji_leave_only_the_letters(text):
    assert normalise(text) == "علی"


def test_rial_is_spelled_out():
    assert "﷼" not in shape("ریال")


def test_codes_inside_persian_text_keep_their_order():
    assert "۰۲۱-۸۸۸۸" in shape("تلفن 021-8888 است")
    assert "۱۲-۳۴" in shape("پلاک ۱۲-۳۴")
    assert "TK.EXAMPLE" in shape("نشانی TK.EXAMPLE است")


def test_brackets_open_towards_their_words():
    assert shape("بهار (ب)") == "(ﺏ) ﺭﺎﻬﺑ"
    assert shape("«ب»") == "«ﺏ»"
    assert shape("خط A (B) C") == "A (B) C ﻂﺧ"


def test_latin_text_is_left_alone():
    assert shape("Theatr-e Shahr (3)") == "Theatr-e Shahr (3)"
    assert upright("TK.EXAMPLE") == "TK.EXAMPLE"


def test_digits_of_persian_text_are_persian():
    assert shape("12345678") == "۱۲۳۴۵۶۷۸"
    assert "۶" in shape("منطقه 6")


def test_every_letter_of_the_alphabet_is_drawn_with_a_width():
    for letter in PERSIAN:
        for word in (letter, f"ب{letter}ب", f"ب{letter}"):
            assert len(shape(word)) >= 1
            assert measure(shape(word), bold=True) > 0


def test_a_font_without_a_form_is_refused_by_name(monkeypatch):
    covered = set(face(False).widths) - {ord("ﭗ")}

    assert missing_forms(covered) == ["U+FB57"]

    face.cache_clear()
    monkeypatch.setattr("printables.fonts.missing_forms", lambda _covered: ["U+FB57"])
    with pytest.raises(FontIncomplete, match=r"U\+FB57"):
        face(False)
    monkeypatch.undo()
    face.cache_clear()
