"""The note on coached answers, where people read it: HR, the person, and the integrity desk."""

import pytest
from sqlmodel import select

from app.rights import Role
from app.scores.models import Score
from tests.insights.test_hr_views import house  # noqa: F401
from tests.insights.test_views import House

NOTE = {"fa": "شاید از مردم پاسخ خوب خواسته شده باشد", "en": "perhaps people were asked"}
DESK = {"fa": "شاید پاسخ خوب خواسته شده باشد", "en": "Perhaps asked for a good answer"}


@pytest.mark.parametrize("locale", ["fa", "en"])
@pytest.mark.parametrize("coached", [True, False])
def test_hr_the_person_and_the_integrity_desk_read_the_note(
    house: House,  # noqa: F811
    locale: str,
    coached: bool,
) -> None:
    with house.instance.db.writing() as session:
        low = session.exec(select(Score).where(Score.subject_id == house.clerk.id)).one()
        low.coached = coached
        session.add(low)

    hr = house.sit(Role.HR_REVIEWER, locale=locale)
    own = house.sit(
        Role.EMPLOYEE, subject=house.clerk, unit=house.city.counter, locale=locale, name="own"
    )
    desk = house.sit(Role.INTEGRITY_HANDLER, locale=locale, name="integrity")
    about = f"/desk/employees/{house.clerk.public_id}"

    for client, path in ((hr, about), (hr, "/desk/queues/attention"), (own, "/desk/mine")):
        if path == "/desk/queues/attention" and not coached:
            continue
        assert (NOTE[locale] in client.get(path).text) is coached, path
    assert (DESK[locale] in desk.get("/desk/integrity").text) is coached
    assert hr.get(f"{about}/explanation.pdf").data.startswith(b"%PDF")
