"""The wheel carries everything: templates, migrations, fonts, translations, data."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.browser.demo_city import running_demo

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("demo")]

ROOT = Path(__file__).parent.parent


def test_a_wheel_opens_the_demo_in_an_empty_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation"]
    subprocess.run([*command, "--wheel-dir", str(tmp_path), str(ROOT)], check=True)
    unpacked = tmp_path / "unpacked"
    with zipfile.ZipFile(next(tmp_path.glob("takrim-*.whl"))) as wheel:
        names = wheel.namelist()
        wheel.extractall(unpacked)
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    monkeypatch.setenv("PYTHONPATH", str(unpacked))

    with running_demo(tmp_path / "empty" / "instance") as demo:
        assert demo.printed[0].exists()
        loaded = subprocess.run(
            [sys.executable, "-c", "import app; print(app.__file__)"],
            capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip

    assert loaded.startswith(str(unpacked))
    assert not any(name.startswith("tests/") for name in names)
