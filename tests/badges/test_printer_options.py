import click
import pytest
from click.testing import CliRunner

from app.badges.printer_options import printer_options
from printables.sheets import for_printer


@click.command()
@printer_options
def trial(flip: str | None, shift: tuple[float, float]) -> None:
    click.echo(for_printer("a4-10up", flip=flip or "", shift=shift))


@pytest.mark.parametrize(
    ("given", "stock"),
    [
        ([], "a4-10up"),
        (["--flip", "short"], "a4-10up_short_0_0"),
        (["--calibrate", "0.5,-1"], "a4-10up_long_0.5_-1"),
        (["--calibrate", "-۱,۲"], "a4-10up_long_-1_2"),
    ],
)
def test_what_a_printer_needs_stands_in_the_name_of_the_stock(given, stock):
    assert CliRunner().invoke(trial, given).stdout.strip() == stock


@pytest.mark.parametrize("value", ["5,0", "nan,0", "1", "1,2,3", "left,right", ""])
def test_a_shift_that_makes_no_sense_is_wrong_usage(value):
    done = CliRunner().invoke(trial, ["--calibrate", value])

    assert done.exit_code == 2
    assert "mm" in done.stderr
