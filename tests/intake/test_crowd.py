"""Many phones behind one address of a carrier: all are heard."""

from app.directory.models import Unit
from tests.feedback.making import make_employee
from tests.intake.conftest import City, make_badge, tap_face


def badges_of(city: City, count: int) -> list:
    ring = city.instance.keys.ring
    with city.db.writing() as session:
        unit = session.get(Unit, city.unit_id)
        key_id = ring.signing.key_id
        return [make_badge(session, make_employee(session, unit), key_id) for _ in range(count)]


def test_sixty_phones_behind_one_address_rate_sixty_badges_in_a_minute(app, city):
    taps = [
        tap_face(app.test_client(), city.url(badge)).status_code for badge in badges_of(city, 60)
    ]

    assert taps == [303] * 60
