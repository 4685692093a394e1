import pytest

from app.intake.forms import face_of, mobile


@pytest.mark.parametrize(
    ("sent", "face"),
    [
        ({"tap": "4"}, 4),
        ({"tap": "2", "mood": "5"}, 2),
        ({"mood": "۵"}, 5),
        ({"tap": ""}, None),
        ({"tap": "0"}, None),
        ({"mood": "-1"}, None),
        ({"mood": "5.0"}, None),
        ({}, None),
    ],
)
def test_a_face_is_one_of_five_and_a_touch_wins(sent, face):
    assert face_of(sent) == face


@pytest.mark.parametrize("text", ["", "0912", "abc", "02188888888", "+4915112345678", "9" * 30])
def test_only_iranian_mobile_numbers_are_taken(text):
    with pytest.raises(ValueError, match="number"):
        mobile(text)
