import re
import zipfile
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlmodel import select

from app import keystore
from app.badges import drafting, jobs
from app.badges.making import Press
from app.badges.models import PrintedBadge, PrintPart, PrintRun
from app.badges.rules import BadgeStatus, CardState
from app.badges.views import starting
from app.people.models import Account, OneUseLink, RoleGrant
from app.people.service import create_account
from app.rights import Role
from printables.reading import read_back
from qr.codes import group_typed
from tests.badges.city import RING, badge_of
from tests.badges.conftest import Desk
from tests.conftest import NOON
from tests.statements import statements


def printed(desk: Desk, **form: str) -> str:
    """Print from the desk and return the address of the run."""
    asked = {"kind": "all", "stock": "cr80", "changed": "y"} | form
    return desk.post("/print", **asked).location


def send(desk: Desk, address: str, **form: str) -> int:
    return desk.client.post(address, data=form).status_code


def number_of(desk: Desk, name: str) -> str:
    with desk.db.reading() as session:
        return group_typed(badge_of(session, getattr(desk.city, name)).typed_code)


def cards(desk: Desk) -> list[str]:
    with desk.db.reading() as session:
        return sorted(session.exec(select(PrintedBadge.state)).all())


def test_the_zip_of_a_run_holds_its_symbols_its_lists_and_nothing_live(desk: Desk) -> None:
    with desk.db.writing() as session:
        desk.city.ali.name_fa = "=1+1"
        session.add(desk.city.ali)
    run = printed(desk, by_unit="y")

    answer = desk.client.get(f"{run}/all.zip")

    with zipfile.ZipFile(BytesIO(answer.data)) as found:
        pdfs = [name for name in found.namelist() if name.endswith(".pdf")]
        seen = [s.text for n in pdfs if "handover" not in n for s in read_back(found.read(n))]
        book = load_workbook(BytesIO(found.read("manifest.xlsx")))
        listed = found.read("manifest.csv").decode("utf-8-sig").splitlines()
    rows = list(book.active.iter_rows(values_only=True))
    assert len(pdfs) == 6
    assert sorted(seen) == sorted(str(row[1]) for row in rows[1:])
    assert "'=1+1" in {row[4] for row in rows}
    assert len(listed) == 7
    assert desk.client.get(f"{run}/list.xlsx", buffered=True).status_code == 200


def test_cards_are_marked_by_their_numbers_and_a_wrong_one_changes_nothing(desk: Desk) -> None:
    run = printed(desk)
    ali, sara = number_of(desk, "ali"), number_of(desk, "sara")

    assert send(desk, f"{run}/cards", numbers=f"{ali}\n{sara}", card="issued") == 303
    wrong = desk.client.post(f"{run}/cards", data={"numbers": "111 " + ali, "card": "spoiled"})
    assert wrong.status_code == 422
    assert "Not cards of this run: 111. Nothing was changed." in wrong.text
    assert send(desk, f"{run}/cards", numbers=ali, card="eaten") == 422
    assert send(desk, f"{run}/cards", numbers="", card="issued") == 422
    assert cards(desk) == ["issued"] * 2 + ["printed"] * 4
    assert "2 of 6 cards reached their holders" in desk.client.get(run).text


def test_a_spoiled_card_is_never_handed_over_but_printed_again(desk: Desk) -> None:
    run, ali = printed(desk), number_of(desk, "ali")
    send(desk, f"{run}/cards", numbers=ali, card="spoiled")

    assert send(desk, f"{run}/cards", numbers=ali, card="issued") == 422
    again = desk.client.post(f"{run}/again", data={"numbers": ali, "stock": "cr80"})

    assert again.status_code == 303
    page = desk.client.get(again.location).text
    assert "Badges of this run that were printed before: 1." in page
    assert send(desk, f"{run}/again", numbers="nonsense", stock="cr80") == 422
    assert send(desk, f"{run}/again", numbers="", stock="cr80") == 422


def test_a_whole_part_is_handed_over_at_once(desk: Desk) -> None:
    run = printed(desk)

    assert send(desk, f"{run}/1/cards", card="issued") == 303
    assert cards(desk) == ["issued"] * 6
    assert send(desk, f"{run}/9/cards", card="issued") == 404
    assert send(desk, f"{run}/1/cards", card="lost") == 422


def test_filters_of_a_run_show_what_they_say(desk: Desk) -> None:
    run, ali = printed(desk), number_of(desk, "ali")
    send(desk, f"{run}/cards", numbers=ali, card="returned")

    assert "سارا" not in desk.client.get(f"{run}?card=returned").text
    assert "علی کریمی" in desk.client.get(f"{run}?q={ali}").text
    assert desk.client.get(f"{run}?card=eaten").status_code == 404
    assert desk.client.get(f"{run}?after=x").status_code == 404


def test_a_waiting_run_is_cancelled_from_its_page(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(starting, "AT_ONCE", 0)
    run = printed(desk)

    assert send(desk, f"{run}/resume") == 303
    assert send(desk, f"{run}/cancel") == 303
    assert send(desk, f"{run}/cancel") == 409
    assert "This run was cancelled." in desk.client.get(run).text
    assert desk.client.get(f"{run}/all.zip").status_code == 409


def test_the_worker_makes_what_the_desk_wrote_down(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(starting, "AT_ONCE", 0)
    city = desk.app.extensions["takrim"]
    run = printed(desk)
    monkeypatch.setattr(jobs, "_in_a_process", lambda c, n: jobs.resume_run(Press.of(c), n) and 0)

    assert [jobs.print_waiting(city), jobs.print_waiting(city)] == [1, 0]
    assert "3. Handed over" in desk.client.get(run).text


def test_the_hand_over_list_is_a_pdf_of_its_part(desk: Desk) -> None:
    run = printed(desk)

    answer = desk.client.get(f"{run}/1/handover.pdf")

    assert (answer.mimetype, answer.data[:5]) == ("application/pdf", b"%PDF-")
    assert desk.client.get(f"{run}/2/handover.pdf").status_code == 404


def test_slips_open_accounts_for_employees_and_store_no_code(desk: Desk) -> None:
    with desk.db.writing() as session:
        create_account(session, "0014", actor_id=None, now=NOON)  # a user name taken by another
    run = printed(desk)

    first = desk.client.post(f"{run}/1/slips.pdf")
    again = desk.client.post(f"{run}/1/slips.pdf")

    links = [seen.text for seen in read_back(first.data)]
    assert len(links) == len(read_back(again.data)) == 2
    assert all(re.match(r"https://qr\.city\.ir/start/[0-9A-Z]{12}$", link) for link in links)
    with desk.db.reading() as session:
        roles = session.exec(select(RoleGrant.role)).all()
        stored = session.exec(select(OneUseLink)).all()
        accounts = session.exec(select(Account.username)).all()
    assert roles == [Role.EMPLOYEE] * 2
    assert sorted(accounts) == ["0012", "0013", "0014"]
    assert [one.used_at is None for one in stored].count(True) == 2
    assert not {link.rpartition("/")[2] for link in links} & {one.token_hash for one in stored}


def test_slips_are_not_made_for_who_signs_in_already(desk: Desk) -> None:
    run = printed(desk, kind="facility")

    assert send(desk, f"{run}/1/slips.pdf") == 303


def test_a_key_shows_its_badges_and_leads_to_the_run_that_replaces_them(desk: Desk) -> None:
    printed(desk)
    keystore.save(
        desk.app.extensions["takrim"].settings.instance,
        keystore.load(desk.app.extensions["takrim"].settings.instance).with_ring(
            RING.rotate(bytes(32), now=NOON)
        ),
    )

    page = desk.get("/keys").text
    assert "Replace these badges: 6" in page
    assert send(desk, "/desk/badges/keys/1/replace") == 422
    assert send(desk, "/desk/badges/keys/9/replace", sure="y") == 404
    assert send(desk, "/desk/badges/keys/2/replace", sure="y") == 409
    assert send(desk, "/desk/badges/keys/1/replace", sure="y") == 303
    page = desk.get("/keys").text
    assert "Print cards: 3" in page
    assert "takrim keys retire 1" in page
    [link] = re.findall(r'href="([^"]*kind=employee[^"]*)"', page)
    run = desk.client.post(link.replace("&amp;", "&"), data={"kind": "employee", "stock": "cr80"})
    assert "Badges: 3, of which new: 3" in desk.client.get(run.location).text
    assert "Print cards" not in desk.get("/keys").text


def test_an_officer_replaces_only_badges_in_reach(desk: Desk) -> None:
    instance = desk.app.extensions["takrim"].settings.instance
    ring = RING.rotate(bytes(32), now=NOON)
    keystore.save(instance, keystore.load(instance).with_ring(ring))
    desk.sit(desk.city.north)

    assert send(desk, "/desk/badges/keys/1/replace", sure="y") == 303

    with desk.db.reading() as session:
        assert badge_of(session, desk.city.reza).status is BadgeStatus.ACTIVE
        assert [badge_of(session, s).key_id for s in (desk.city.ali, desk.city.reza)] == [2, 1]


def test_changed_since_a_run_is_asked_for_by_its_number(desk: Desk) -> None:
    printed(desk, kind="employee")

    unknown = desk.post("/print", kind="all", stock="cr80", since="۹")
    since = desk.post("/print", kind="all", stock="cr80", since="۱")

    assert unknown.status_code == 422
    assert "There is no print run of this number." in unknown.text
    assert "Badges: 3, of which new: 3" in desk.client.get(since.location).text


def test_a_badge_that_was_printed_is_printed_again_only_when_asked(desk: Desk) -> None:
    printed(desk)
    with desk.db.reading() as session:
        serial = badge_of(session, desk.city.ali).serial

    asked = desk.post(f"/{serial}/print", stock="cr80")
    forced = desk.post(f"/{serial}/print", stock="cr80", again="y")

    assert (asked.status_code, forced.status_code) == (422, 303)
    assert "It was printed before: tick this to print it again." in asked.text


def test_a_run_that_stands_still_says_why_and_goes_on(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(starting, "AT_ONCE", 0)
    run = printed(desk)
    with desk.db.writing() as session:
        stored = session.exec(select(PrintRun)).one()
        stored.fault = "part 1: page 5 position 1 badge 0011223344: no symbol could be read"
        session.add(stored)

    page = desk.client.get(run).text

    assert "page 5 position 1 badge 0011223344" in page
    assert "http-equiv" not in page
    assert send(desk, f"{run}/resume") == 303
    assert "Waits for the press" in desk.client.get(run).text


def test_the_page_of_a_run_takes_few_statements_whatever_its_parts(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts = []
    for size in (500, 1):
        monkeypatch.setattr(drafting, "part_size", lambda _sheet, size=size: size)
        run = printed(desk, again="y", changed="")
        with statements(desk.db.engine) as seen:
            desk.client.get(run)
        counts.append(len([one for one in seen if one.startswith("SELECT")]))
    with desk.db.reading() as session:
        assert len(session.exec(select(PrintPart)).all()) == 7

    assert counts == [8, 8]


@pytest.mark.parametrize("path", ["/keys", "/runs", "/print?changed=0"])
def test_the_pages_of_runs_speak_persian(desk: Desk, path: str) -> None:
    run = printed(desk).partition("/badges")[2]
    desk.get("/runs")  # takes the English word of success away
    for one in (path, run):
        answer = desk.get(f"{one}{'&' if '?' in one else '?'}lang=fa")
        shown = re.sub(r"<(bdi|kbd)\b.*?</\1>", " ", answer.text.split("<main", 1)[1], flags=re.S)
        main = re.sub(r"<[^>]+>", " ", shown.partition(">")[2])
        assert re.findall(r"[A-Za-z]{5,}", main) == []


def test_a_state_word_of_cards_is_none_that_waits_after_release(desk: Desk) -> None:
    printed(desk)

    assert set(cards(desk)) == {CardState.PRINTED}
