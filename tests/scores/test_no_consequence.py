"""No code leads from a score, a flag or an alarm to somebody's status, post or pay.

The source is read: what stands behind scores and their desks writes no table of the directory, of
badges or of accounts.  And the whole life of an adverse decision is lived, with every statement
looked at.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import app
from app.scores.decisions import answering, appealing
from app.scores.decisions.rules import Outcome
from app.tables import METADATA
from tests.conftest import NOON
from tests.scores.decisions.house import LATER, REASONS, WORDS, in_force, make_house
from tests.statements import statements

ROOT = Path(app.__file__).parent
FILES = sorted(
    path for feature in ("scores", "insights") for path in (ROOT / feature).rglob("*.py")
)
READS = {"models", "rules", "queries", "reference"}  # of other features, these write nothing
HARMLESS = {("app.directory.service", "new_public_id")}
OTHERS = ("app.directory", "app.badges", "app.people")
STATUS = {"status", "unit_id", "job_title", "service_type", "manager_subject_id", "disabled_at"}
OWN = {
    "decision", "decision_evidence", "decision_step", "decision_second_look", "score_appeal",
    "words_reply", "verdict", "audit_entry", "notice",
}  # fmt: skip


def trees() -> Iterator[tuple[str, ast.Module]]:
    for path in FILES:
        yield str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))


def imported(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.module, alias.name) for alias in node.names)


def of_others(tree: ast.Module) -> set[str]:
    """Return the names of table classes of other features that a file knows."""
    return {
        name
        for module, name in imported(tree)
        if module.startswith(OTHERS) and module.endswith(".models")
    }


def test_there_is_source_to_read() -> None:
    assert len(FILES) > 60


def test_scores_call_no_writer_of_directory_badges_or_accounts() -> None:
    wrong = [
        (file, module, name)
        for file, tree in trees()
        if file.startswith("scores")
        for module, name in imported(tree)
        if module.startswith(OTHERS)
        and module.rpartition(".")[2] not in READS
        and (module, name) not in HARMLESS
    ]

    assert [one for one in wrong if one[1].partition(".")[2].count(".") and _writes(one)] == []


def _writes(one: tuple[str, str, str]) -> bool:
    """Whether a module of another feature adds, changes or deletes anything."""
    path = ROOT.parent / (one[1].replace(".", "/") + ".py")
    if not path.exists():
        return True
    return bool(
        re.search(r"session\.add|\b(update|delete|insert|ensure)\(", path.read_text("utf-8"))
    )


def test_no_status_unit_or_title_is_ever_assigned() -> None:
    found = [
        (file, target.attr)
        for file, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, (ast.Assign, ast.AugAssign))
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        for target in ast.walk(target)
        if isinstance(target, ast.Attribute) and target.attr in STATUS
    ]

    assert found == []


def test_no_row_of_another_feature_is_made_changed_or_deleted() -> None:
    found = []
    for file, tree in trees():
        foreign = of_others(tree)
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            made = isinstance(node.func, ast.Name) and node.func.id in foreign
            verb = getattr(node.func, "id", "") in {"update", "delete", "insert", "ensure"}
            told = any(isinstance(arg, ast.Name) and arg.id in foreign for arg in node.args)
            if made or (verb and told):
                found.append((file, ast.unparse(node)))

    assert found == []


def test_the_whole_life_of_an_adverse_decision_touches_nobodys_status(session) -> None:
    house = make_house(session)
    kept = [table for table in METADATA.sorted_tables if table.name not in OWN]
    before = {table.name: session.execute(table.select()).all() for table in kept}

    with statements(session) as seen:
        decision = in_force(session, house)
        number = appealing.appeal_decision(
            session, house.own, decision.number, words=WORDS, now=NOON
        ).number
        answering.answer(
            session, house.reviewer, number, outcome=Outcome.REJECTED, words=REASONS, now=LATER
        )
        session.flush()

    after = {table.name: session.execute(table.select()).all() for table in kept}
    assert after == before
    verbs = [re.match(r'(?:INSERT INTO|UPDATE|DELETE FROM) "?(\w+)', one) for one in seen]
    assert {verb[1] for verb in verbs if verb} <= OWN


@pytest.mark.parametrize("line", ["subject.status = 'left'", "x.unit_id += 1"])
def test_the_reader_of_the_source_would_see_it(line: str) -> None:
    [node] = ast.parse(line).body
    target = node.targets[0] if isinstance(node, ast.Assign) else node.target

    assert target.attr in STATUS
