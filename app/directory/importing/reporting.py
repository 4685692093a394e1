"""The report of an import, as the command line prints it."""

import json
from typing import Any

from app.directory.importing.plan import Plan
from app.directory.importing.reasons import Digits, Translate, of_refusal

__all__ = ["as_json_text", "as_text", "report"]

_SHOWN = 20


def report(
    plan: Plan, say: Translate, number: Digits, *, dry_run: bool, applied: bool
) -> dict[str, Any]:
    """Return counts, and every refusal with row, column, code and reason."""
    return {
        "kind": plan.kind.value,
        "file": plan.file_name,
        "scope": plan.scope.code if plan.scope else "",
        "dry_run": dry_run,
        "applied": applied,
        "new": len(plan.new),
        "changed": len(plan.changed),
        "unchanged": plan.unchanged,
        "left": len(plan.left),
        "left_needs_confirmation": plan.asks_about_left,
        "refused": [
            {"row": r.row, "column": r.column, "code": r.code, "reason": of_refusal(r, say, number)}
            for r in plan.refused
        ],
    }


def as_json_text(found: dict[str, Any]) -> str:
    """Return a report as JSON, Persian letters as they are."""
    return json.dumps(found, ensure_ascii=False, indent=2)


def as_text(found: dict[str, Any]) -> str:
    """Return a report for reading: counts, then the first refused rows."""
    refused = found["refused"]
    counts = {name: found[name] for name in ("new", "changed", "unchanged", "left")}
    counts["refused"] = len({line["row"] for line in refused})
    lines = [f"{name:<10} {count:>8,}" for name, count in counts.items()]
    lines += [
        f"  row {line['row']}, {line['column']}: {line['reason']}" for line in refused[:_SHOWN]
    ]
    if len(refused) > _SHOWN:
        lines.append(f"  and {len(refused) - _SHOWN:,} more; --json lists them all")
    return "\n".join(lines)
