"""Behaviours 13 to 17: what opens a case, and what never leaves it."""

import logging
import re

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, select

from app.cases import chain, service
from app.cases.models import Case, CaseStep
from app.cases.rules import CaseState, Remedy
from app.db import Database
from app.errors import Refused
from app.feedback.models import Contact, Feedback
from app.feedback.rules import Identity
from app.notices.models import Notice
from app.notices.rules import NoticeChannel
from app.tables import METADATA
from tests.cases.behaviours.conftest import Town
from tests.cases.city import ANSWER, City, open_case
from tests.cases.test_notes_stay import SECRET, outgoing
from tests.cases.test_notes_stay import (
    test_no_text_carries_a_note_by_any_channel as every_text_carries_no_note,
)
from tests.conftest import NOON

FA = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
LATIN = str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789")
SAID = "سه روز پشت سر هم"


@pytest.mark.parametrize("written", [str, lambda code: code.translate(FA)])
def test_code_and_phone_open_the_case_in_either_digits_and_guessing_is_locked_out(
    town: Town, written
) -> None:
    """Behaviour 13: the code alone tells a state; a wrong one and a strange one look the same."""
    town.file(phone="09123456789")
    (row,) = town.rows(Feedback)
    code, phone = row.tracking_code, town.phone()

    led = phone.post("/track", data={"code": written(code)})
    phone.post(f"/t/{code}/code")
    otp = next(n.params["otp"] for n in town.rows(Notice) if n.template == "C17")
    opened = phone.post("/mine/open", data={"code": code, "otp": written(otp)})
    again = phone.post("/mine/open", data={"code": code, "otp": written(otp)})

    assert led.location == f"/t/{code}"
    assert SAID not in phone.get(f"/t/{code}").text
    assert SAID in opened.text
    assert again.status_code == 422
    unknown = [phone.post("/track", data={"code": c}) for c in ("1234567890", "12345")]
    assert {page.status_code for page in unknown} == {404}
    assert unknown[0].text.count("<p") == unknown[1].text.count("<p")
    tries = [
        phone.post("/mine/open", data={"code": code, "otp": f"00000{n}"}).status_code
        for n in range(7)
    ]
    assert tries[-1] == 429


def test_a_receipt_answers_confirms_and_reopens_and_nothing_links_it_to_a_person(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    """Behaviour 14."""
    caplog.set_level(logging.DEBUG)
    address, phone = "198.51.100.77", town.phone()
    shown = phone.get(town.file(identity="anonymous", about="postponed")).text
    receipt = "".join(re.findall(r"<i>([۰-۹]+)</i>", shown)).translate(LATIN)
    (case,) = town.rows(Case)
    code, handler, second = case.tracking_code, town.city.handler, town.city.second

    def own(**said: str) -> str:
        body = {"code": receipt, **said}
        return phone.post("/track", data=body, environ_base={"REMOTE_ADDR": address}).text

    def fix(by) -> None:
        with town.db.writing() as session:
            service.claim_fixed(
                session, code, remedy=Remedy.SERVED_NOW, answer=ANSWER, by=by, now=town.now
            )

    with town.db.writing() as session:
        service.accept(session, code, by=handler, now=NOON)
        service.ask(session, code, question=ANSWER, by=handler, now=NOON)
    own(way="reply", words="شنبه صبح بود")
    assert state(town) is CaseState.IN_PROGRESS
    fix(handler)
    assert "با تأیید شما بسته شد" in own(solved="yes")
    own(way="reopen", words="باز هم خراب شد")
    assert state(town) is CaseState.IN_PROGRESS
    fix(second)

    assert town.rows(Contact) == []
    assert not [n for n in town.rows(Notice) if n.channel is NoticeChannel.SMS and n.params and
                n.recipient.startswith("feedback:")]  # fmt: skip
    kept = everything(town) + caplog.text
    assert receipt not in kept
    assert address not in kept


def state(town: Town) -> CaseState:
    """The state of the only case."""
    return town.rows(Case)[0].state


def everything(town: Town) -> str:
    """Every stored value of every table, as text."""
    with town.db.engine.connect() as connection:
        return " ".join(
            repr(tuple(row))
            for table in METADATA.sorted_tables
            for row in connection.execute(table.select())
        )


def test_the_unit_sees_neither_number_nor_name_without_consent(town: Town) -> None:
    """Behaviour 15."""
    town.file(phone="09123456789", name="زهرا یکتا")
    town.file(phone="09123456780", name="پریسا آشنا", identity="open")
    pages = {}
    handler = town.sign_in(town.city.handler)
    for case in town.rows(Case):
        pages[case.identity.value] = handler.get(
            f"/desk/cases/{case.tracking_code}"
        ).text.translate(LATIN)

    assert set(pages) == {"confidential", "open"}
    for page in pages.values():
        assert not re.search(r"912\s?345\s?678", page)
        assert "زهرا" not in page
    assert "look_reason" not in pages["confidential"]
    assert "look_reason" in pages["open"]
    confidential = next(c for c in town.rows(Case) if c.identity is Identity.CONFIDENTIAL)
    for who in (town.city.handler, town.city.second, town.city.manager):
        with pytest.raises(Refused, match="no_consent"), town.db.writing() as session:
            service.reveal(
                session,
                town.instance.keys.vault,
                confidential.tracking_code,
                reason="برای تماس",
                by=who,
                now=NOON,
            )


@pytest.mark.parametrize("channel", list(NoticeChannel))
def test_a_note_has_its_own_composer_and_leaves_by_no_text_and_no_channel(
    session: Session, city: City, channel: NoticeChannel
) -> None:
    """Behaviour 16."""
    every_text_carries_no_note(session, city, channel)

    case = session.exec(select(Case)).one()
    assert SECRET not in outgoing(session, case)
    internal = select(CaseStep).where(CaseStep.case_id == case.id, CaseStep.type == "note")
    note = session.exec(internal).one()
    assert (note.public_text, note.internal_text) == ("", SECRET)


def test_history_is_only_appended_and_a_changed_row_breaks_the_chain(
    session: Session, database: Database, city: City
) -> None:
    """Behaviour 17; ``takrim audit verify`` walks the same chain (tests/commands/test_audit)."""
    case = open_case(session, city)
    session.flush()
    assert chain.first_break(session, case.id or 0) is None
    for forbidden in ("UPDATE case_step SET role = 'x'", "DELETE FROM case_step"):
        with pytest.raises(DBAPIError), session.begin_nested():
            session.execute(text(forbidden))

    unlocked = (
        "SET LOCAL session_replication_role = replica"
        if database.engine.dialect.name == "postgresql"
        else "DROP TRIGGER case_step_no_update"
    )
    session.execute(text(unlocked))
    session.execute(text("UPDATE case_step SET role = 'handler' WHERE seq = 2"))
    session.expire_all()

    broken = chain.first_break(session, case.id or 0)
    assert broken is not None
    assert broken.row == 2
