"""The engine stands alone, so that an auditor can read it without the product."""

import ast
from pathlib import Path

import app.scores.engine

ALLOWED = ("app.scores.engine", "app.errors", "app.text")


def test_the_engine_imports_numpy_and_the_standard_library_only():
    folder = Path(app.scores.engine.__file__).parent
    for file in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            for name in _imported(node):
                assert not name.startswith("app") or name.startswith(ALLOWED), (file.name, name)
                assert name.split(".")[0] not in {
                    "flask",
                    "sqlmodel",
                    "sqlalchemy",
                    "click",
                    "scipy",
                }


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []
