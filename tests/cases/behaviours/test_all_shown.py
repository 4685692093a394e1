"""Every behaviour of the list is shown by a test that says its number."""

import ast
import re
from pathlib import Path

SPECIFIED = range(1, 35)


def test_each_of_the_thirty_four_has_a_test_that_names_it() -> None:
    said = set()
    for path in Path(__file__).parent.glob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                said |= {
                    int(n) for n in re.findall(r"Behaviour (\d+)", ast.get_docstring(node) or "")
                }

    assert said == set(SPECIFIED)
