"""The demo city as a browser test meets it: started by the command, read from its words."""

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

__all__ = ["RunningDemo", "environment", "read_demo", "running_demo"]


@dataclass(frozen=True, slots=True)
class RunningDemo:
    """Addresses and sign-ins the demo printed, and the folder it lives in."""

    url: str
    employee: str
    station: str
    printed: tuple[Path, ...]
    sign_ins: dict[str, tuple[str, str]]
    instance: Path
    pid: int


@contextmanager
def running_demo(instance: Path, *, port: int = 0) -> Iterator[RunningDemo]:
    """Run ``takrim demo`` in a folder of its own until the block ends."""
    process = subprocess.Popen(
        [sys.executable, "-m", "app", "demo", "--port", str(port)],
        env=environment(instance),
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield read_demo(process, instance)
    finally:
        process.terminate()
        process.wait(30)
        assert process.stdout is not None
        process.stdout.close()


def environment(instance: Path) -> dict[str, str]:
    """Return the environment of a command for this folder, no other setting of ours in it."""
    env = {k: v for k, v in os.environ.items() if not k.startswith("TAKRIM_")}
    return env | {"TAKRIM_INSTANCE": str(instance), "PYTHONUNBUFFERED": "1"}


def read_demo(process: "subprocess.Popen[str]", instance: Path) -> RunningDemo:
    """Read what the demo prints until its last line."""
    assert process.stdout is not None
    lines: list[str] = []
    guard = threading.Timer(900, process.kill)  # against a hang, not a slow machine
    guard.start()
    for line in process.stdout:
        lines.append(line.rstrip())
        if line.startswith("Ctrl-C"):
            break
    guard.cancel()
    text = "\n".join(lines)
    assert "Ctrl-C" in text, text
    sign_ins = {
        role: (password, secret or "")
        for role, password, secret in re.findall(r"^(\w+) +\1 +(\S+) *(\S*)$", text, re.M)
    }
    return RunningDemo(
        url=_one(text, r"^Takrim +(\S+)/$"),
        employee=_one(text, r"^Employee +(\S+)$"),
        station=_one(text, r"^Station +(\S+)$"),
        printed=tuple(Path(p) for p in re.findall(r"^Printed +(.+)$", text, re.M)),
        sign_ins=sign_ins,
        instance=instance,
        pid=process.pid,
    )


def _one(text: str, pattern: str) -> str:
    found = re.search(pattern, text, re.M)
    assert found, f"{pattern} not in:\n{text}"
    return found.group(1)
