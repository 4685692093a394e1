"""The hold at inspection's desk, and what the others read of it."""

from tests.cases.conftest import Desk
from tests.cases.keeping.test_terms import WHY


def test_inspection_keeps_a_case_and_lifts_the_hold_and_a_handler_only_reads(at_desk: Desk):
    here = f"/desk/cases/{at_desk.code}"
    at_desk.person = at_desk.city.inspector
    assert "90 days" in at_desk.get(here).text

    short = at_desk.post(f"{here}/keep", keep_reason="court")
    assert short.status_code == 422
    assert "ten letters" in short.text
    assert 'value="court"' in short.text
    assert at_desk.post(f"{here}/keep", keep_reason=WHY).status_code == 303
    assert "cannot have them erased" in at_desk.get(here).text

    at_desk.person = at_desk.city.handler
    assert "cannot have them erased" in at_desk.get(here).text
    assert "keep-no-longer" not in at_desk.get(here).text
    assert at_desk.post(f"{here}/keep-no-longer", lift_reason=WHY).status_code == 409

    at_desk.person = at_desk.city.inspector
    assert at_desk.post(f"{here}/keep-no-longer", lift_reason=WHY).status_code == 303
    assert "90 days" in at_desk.get(here).text
