"""``takrim scores fairness``: the report as a file, in both languages, the same bytes again."""

from pathlib import Path

import pypdfium2
import pytest

from app.instance import Instance
from tests.commands.conftest import Run
from tests.insights.city import make_city, person
from tests.scores.nights import night


def words(file: Path) -> str:
    pages = pypdfium2.PdfDocument(file)
    return "\n".join(page.get_textpage().get_text_range() for page in pages)


@pytest.fixture
def judged(city: Instance) -> Instance:
    """A city with six scores, one of them flagged."""
    with city.db.writing() as session:
        town = make_city(session)
        people = [person(session, town.counter, f"00{n}", "مریم", f"نام{n}") for n in range(6)]
        night(session, *((one, {"flagged": n == 0}) for n, one in enumerate(people)))
    return city


@pytest.mark.usefixtures("judged")
def test_the_report_of_a_year_is_written_in_either_language(run: Run, tmp_path: Path) -> None:
    for lang, told in (("fa", "1405"), ("en", "1405")):
        out = tmp_path / f"{lang}.pdf"
        said = run("scores", "fairness", "--year", told, "--out", str(out), "--lang", lang)

        assert said.exit_code == 0, said.output
        assert "year 1405" in said.output
        assert out.read_bytes().startswith(b"%PDF")
        assert len(words(out)) > 300
    assert "Fairness" in words(tmp_path / "en.pdf")


@pytest.mark.usefixtures("judged")
def test_the_report_names_nobody_and_is_the_same_again(run: Run, tmp_path: Path) -> None:
    files = [tmp_path / "one.pdf", tmp_path / "two.pdf"]
    for out in files:
        run("scores", "fairness", "--year", "1405", "--out", str(out), "--lang", "en")

    assert files[0].read_bytes() == files[1].read_bytes()
    assert "نام" not in words(files[0])
    assert "Maryam" not in words(files[0])


def test_a_year_that_is_none_is_refused_and_nothing_is_written(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "report.pdf"

    assert run("scores", "fairness", "--year", "2026", "--out", str(out)).exit_code == 2
    assert run("scores", "fairness", "--out", str(out)).exit_code == 2
    assert not out.exists()
