"""The device's private token: one hash for one phone, whatever its address."""

from sqlmodel import select

from app.feedback.models import Feedback
from tests.intake.conftest import tap_face

COOKIE = "__Host-device"


def devices(city) -> list[str]:
    with city.db.reading() as session:
        return list(session.exec(select(Feedback.device).order_by(Feedback.id)))


def test_a_phone_is_the_same_device_behind_every_address(app, city):
    phone = app.test_client()
    for address in ("5.1.1.1", "5.2.2.2"):
        tap_face(phone, city.url(city.desk), environ_base={"REMOTE_ADDR": address})

    assert len(set(devices(city))) == 1


def test_two_phones_of_one_make_behind_one_address_are_two_devices(app, city):
    for _ in range(2):
        tap_face(app.test_client(), city.url(city.desk))

    assert len(set(devices(city))) == 2


def test_a_browser_that_keeps_no_cookie_is_known_by_its_own_words(app, city):
    phone = app.test_client(use_cookies=False)
    for _ in range(2):
        tap_face(phone, city.url(city.desk))

    assert len(set(devices(city))) == 1


def test_the_token_itself_is_stored_nowhere(app, city):
    phone = app.test_client()
    tap_face(phone, city.url(city.desk))

    assert phone.get_cookie(COOKIE).value not in devices(city)
