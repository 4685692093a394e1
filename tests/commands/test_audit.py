"""``takrim audit verify``."""

from sqlalchemy import text

from app import audit
from app.instance import Instance
from tests.cases.city import make_city, open_case
from tests.commands.conftest import Run
from tests.conftest import NOON


def filled(city: Instance) -> None:
    with city.db.writing() as session:
        open_case(session, make_city(session))
        for action in ("one", "two", "three"):
            audit.append(session, action, actor_id=1, now=NOON)


def tamper(city: Instance, table: str, statement: str) -> None:
    with city.db.engine.begin() as connection:
        connection.execute(text(f"DROP TRIGGER {table}_no_update"))
        connection.execute(text(statement))


def test_a_whole_record_is_reported_with_its_head(run: Run, city: Instance) -> None:
    filled(city)

    said = run("audit", "verify")

    assert said.exit_code == 0
    with city.db.reading() as session:
        assert audit.head(session) in said.output
    assert "1 case histories hold" in said.output


def test_the_first_broken_row_of_the_staff_log_is_named(run: Run, city: Instance) -> None:
    filled(city)
    with city.db.reading() as session:
        row = session.execute(text("SELECT id FROM audit_entry WHERE action = 'two'")).scalar_one()
    tamper(city, "audit_entry", "UPDATE audit_entry SET actor_id = 9 WHERE action = 'two'")

    said = run("audit", "verify")

    assert said.exit_code == 1
    assert f"staff log, row {row}:" in said.output


def test_the_first_broken_row_of_a_case_is_named(run: Run, city: Instance) -> None:
    filled(city)
    tamper(city, "case_step", "UPDATE case_step SET role = 'HND' WHERE seq = 1")

    said = run("audit", "verify")

    assert said.exit_code == 1
    assert "case " in said.output
    assert "row 1:" in said.output
