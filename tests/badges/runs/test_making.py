"""A run from its draft to its release: which badges, which parts, which files."""

import zipfile
from io import BytesIO

import pytest
from sqlmodel import select

from app.badges import service
from app.badges.card_queries import run_lines
from app.badges.handing_out import zipped
from app.badges.making import Press
from app.badges.models import PrintedBadge, PrintPart, PrintRun
from app.badges.rules import CardState, PartState, RunState
from app.badges.run_queries import run_page
from app.badges.scope import Scope
from app.errors import Refused
from printables.reading import read_back
from tests.badges.city import City, badge_of, issue, person
from tests.badges.runs.made import drafted, names, printed, serials, stored
from tests.conftest import NOON


@pytest.mark.usefixtures("city")
def test_a_run_is_drafted_with_its_parts_and_nothing_counts_as_printed(press: Press) -> None:
    run_id = drafted(press)

    with press.db.reading() as session:
        cut = [(p.first, p.last, p.state) for p in session.exec(select(PrintPart)).all()]
        states = set(session.exec(select(PrintedBadge.state)).all())
    waiting = PartState.WAITING
    assert stored(press, run_id).state is RunState.DRAFTED
    assert cut == [(1, 2, waiting), (3, 4, waiting), (5, 6, waiting)]
    assert states == {CardState.WAITING}


@pytest.mark.usefixtures("city")
def test_a_released_run_has_every_card_printed_and_says_its_edition(press: Press) -> None:
    run = stored(press, printed(press))

    with press.db.reading() as session:
        assert set(session.exec(select(PrintedBadge.state)).all()) == {CardState.PRINTED}
    assert (run.state, run.badges, run.parts) == (RunState.RELEASED, 6, 3)
    assert (len(run.file_hash), len(run.template_version)) == (64, 12)
    assert names(press) == [f"cr80-run1-00{n}.pdf" for n in (1, 2, 3)]


@pytest.mark.usefixtures("city")
def test_an_empty_scope_is_refused_and_leaves_no_run(press: Press) -> None:
    with pytest.raises(Refused, match="nothing_to_print"):
        drafted(press, scope=Scope(codes=("nobody",)))

    with press.db.reading() as session:
        assert session.exec(select(PrintRun)).all() == []


@pytest.mark.usefixtures("city")
def test_a_run_of_new_badges_leaves_out_what_another_open_run_prints(press: Press) -> None:
    drafted(press, scope=Scope(kind="employee"))

    assert stored(press, drafted(press, changed=True)).badges == 3


def test_since_a_run_means_new_and_changed_since_then(press: Press, city: City) -> None:
    first = printed(press)
    with press.db.writing() as session:
        new = person(session, city.north, "0077", "نرگس", "طاهری")
        issue(session)
        serial = badge_of(session, new).serial
    printed(press, changed=True)

    with pytest.raises(Refused, match="nothing_to_print"):
        drafted(press, changed=True)
    assert serials(press, drafted(press, since=first)) == [serial]


@pytest.mark.usefixtures("city")
def test_some_cards_of_a_run_are_printed_again(press: Press) -> None:
    first = printed(press)
    some = tuple(serials(press, first)[1:3])

    again = printed(press, "a4-10up", of_run=first, serials=some)
    part = drafted(press, of_run=first, part=3)

    assert serials(press, again) == list(some)
    assert serials(press, part) == serials(press, first)[4:]
    with press.db.reading() as session:
        run = stored(press, again)
        page = run_page(session, run.public_id, ("/",), reader_id=0)
    assert (page.again, page.new) == (2, 0)
    with press.db.writing() as session:
        service.revoke(session, some[0], "lost", now=NOON, actor_id=None)
    assert serials(press, drafted(press, of_run=first, serials=some)) == [some[1]]


@pytest.mark.usefixtures("city")
def test_a_file_for_each_unit_holds_one_unit_and_says_its_code(press: Press) -> None:
    run_id = printed(press, by_unit=True)

    with press.db.reading() as session:
        lines = run_lines(session, run_id, limit=100)
    assert names(press) == [
        "cr80-run1-001-101.pdf", "cr80-run1-002-10107.pdf",
        "cr80-run1-003-102.pdf", "cr80-run1-004-102.pdf",
    ]  # fmt: skip
    assert all(len({one.unit_fa for one in lines if one.part == n}) == 1 for n in range(1, 5))


@pytest.mark.usefixtures("city")
def test_what_a_decoder_reads_from_the_zip_is_the_run(press: Press) -> None:
    run_id = printed(press)
    paths = [press.folder / name for name in names(press)]

    pieces = list(zipped(paths, [("manifest.csv", lambda out: out.write(b"serial"))]))

    with zipfile.ZipFile(BytesIO(b"".join(pieces))) as found:
        assert found.testzip() is None
        seen = [one for path in paths for one in read_back(found.read(path.name))]
        assert found.read("manifest.csv") == b"serial"
    assert len(pieces) > len(paths)
    assert len({one.text for one in seen}) == len(serials(press, run_id)) == 6
