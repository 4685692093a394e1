import pytest

from printables.design import Design
from printables.fitting import fit
from printables.shaping import measure, shape
from tests.printables.printing import HOSTILE, LONGEST, badge, printed

ROOM = {"width": 38.4, "size": 4.233, "smallest": 2.822, "floor": 2.3, "lines": 2, "bold": True}


def test_a_short_name_stands_in_one_line_of_the_wished_size():
    fitted = fit("رضا", **ROOM)

    assert fitted.lines == (shape("رضا"),)
    assert fitted.size == 4.233


def test_a_longer_name_shrinks_before_it_breaks():
    fitted = fit("سید محمدمهدی رضایی اصفهانی", **ROOM)

    assert len(fitted.lines) == 1
    assert 2.822 <= fitted.size < 4.233


def test_the_longest_name_breaks_into_two_lines_at_a_blank():
    fitted = fit(LONGEST, **ROOM)

    assert len(fitted.lines) == 2
    assert not fitted.shortened
    words = [word for line in fitted.lines for word in line.split()]
    assert sorted(words) == sorted(shape(word) for word in LONGEST.split())


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
def test_no_line_is_ever_wider_than_its_room(name):
    fitted = fit(name, **ROOM)

    assert len(fitted.lines) <= 2
    for line in fitted.lines:
        assert measure(line, bold=True) * fitted.size <= 38.4 + 1e-6


def test_what_cannot_be_set_is_shortened_between_words_and_says_so():
    fitted = fit("سید محمد " * 22, **ROOM)

    assert fitted.shortened
    assert fitted.lines[-1].startswith("…")
    words = " ".join(fitted.lines).replace("…", "").split()
    assert set(words) == {shape("سید"), shape("محمد")}


def test_a_compound_breaks_at_its_half_space_only_when_it_must():
    easy = fit("علی کاظمی‌پور", **(ROOM | {"width": 14, "smallest": 4.2}))

    assert easy.lines[-1] == shape("کاظمی‌پور")


def test_no_line_begins_with_a_dash():
    fitted = fit("خط ۱: تجریش – کهریزک", width=40, size=7, smallest=6.5, floor=4, lines=2)

    assert fitted.lines == (shape("خط ۱: تجریش –"), shape("کهریزک"))


def test_digits_alone_follow_the_badge_and_a_persian_name_keeps_its_own():
    room = {"width": 50.0, "size": 4.0}

    assert fit("1234", **room).lines == ("۱۲۳۴",)
    assert fit("۱۲۳۴", **room, english=True).lines == ("1234",)
    assert fit("Stop ۱۲", **room, english=True).lines == ("Stop 12",)
    assert fit("علی ۱۲", **room, english=True) == fit("علی ۱۲", **room)


def test_digits_alone_stay_english_in_every_line_they_break_into():
    fitted = fit("1234567 " * 3, width=20, size=4, smallest=3, lines=3, english=True)

    assert len(fitted.lines) == 3
    assert set("".join(fitted.lines)) <= set("1234567 ")


def test_no_comma_or_dash_stands_before_the_ellipsis():
    fitted = fit("معاونت خدمات شهری، ادارهٔ کل", width=30, size=3, lines=1)

    assert fitted.shortened
    assert not set("،–-") & set(fitted.lines[0])


def test_a_card_breaks_a_long_name_into_three_lines_rather_than_cut_it():
    face = badge(
        name_fa="سید محمد", title_fa="", unit_fa="منطقهٔ ۱۴", design=Design(english=True),
        name_en="Seyed Mohammad Mehdi Hosseininejad Esfahani Tabatabaei Yazdizadeh",
    )  # fmt: skip

    assert not printed([face], "cr80")[1][0].shortened
