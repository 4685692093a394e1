"""Let no decision be told or come into force without evidence besides the score.

The service refuses it already; a check of one row cannot see another table, so triggers do: a
decision without evidence stays a draft or is withdrawn, and what a told decision rests on is
neither changed nor taken away.  A migration that makes the table ``decision`` anew on SQLite must
make ``decision_has_evidence`` anew as well.
"""

from alembic import op

revision = "0014"
down_revision = "0013"

_NONE = "NOT EXISTS (SELECT 1 FROM decision_evidence WHERE decision_id = NEW.id)"
_COUNTS = "NEW.state NOT IN ('drafted', 'withdrawn')"
_TOLD = "EXISTS (SELECT 1 FROM decision WHERE id = OLD.decision_id AND state <> 'drafted')"
_LACKS = "a decision needs evidence besides the score"
_STAYS = "the evidence of a told decision stays"


def upgrade() -> None:
    """Guard both tables."""
    if op.get_bind().dialect.name == "postgresql":
        _function("decision_has_evidence", f"{_COUNTS} AND {_NONE}", _LACKS, "NEW")
        _function("decision_evidence_stays", _TOLD, _STAYS, "COALESCE(NEW, OLD)")
        op.execute(
            "CREATE TRIGGER decision_has_evidence BEFORE UPDATE OF state ON decision "
            "FOR EACH ROW EXECUTE FUNCTION decision_has_evidence()"
        )
        op.execute(
            "CREATE TRIGGER decision_evidence_stays BEFORE UPDATE OR DELETE ON decision_evidence "
            "FOR EACH ROW EXECUTE FUNCTION decision_evidence_stays()"
        )
        return
    op.execute(
        "CREATE TRIGGER decision_has_evidence BEFORE UPDATE OF state ON decision "
        f"WHEN {_COUNTS} AND {_NONE} BEGIN SELECT RAISE(ABORT, '{_LACKS}'); END"
    )
    for act in ("update", "delete"):
        op.execute(
            f"CREATE TRIGGER decision_evidence_no_{act} BEFORE {act} ON decision_evidence "
            f"WHEN {_TOLD} BEGIN SELECT RAISE(ABORT, '{_STAYS}'); END"
        )


def _function(name: str, when: str, message: str, passed: str) -> None:
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger AS $$ BEGIN "
        f"IF {when} THEN RAISE EXCEPTION '{message}'; END IF; "
        f"RETURN {passed}; END $$ LANGUAGE plpgsql"
    )


def downgrade() -> None:
    """Take the guards away."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER decision_evidence_stays ON decision_evidence")
        op.execute("DROP TRIGGER decision_has_evidence ON decision")
        op.execute("DROP FUNCTION decision_evidence_stays()")
        op.execute("DROP FUNCTION decision_has_evidence()")
        return
    for name in ("decision_evidence_no_delete", "decision_evidence_no_update"):
        op.execute(f"DROP TRIGGER {name}")
    op.execute("DROP TRIGGER decision_has_evidence")
