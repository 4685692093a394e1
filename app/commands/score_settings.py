"""``takrim scores settings``: the numbers in force, and choosing another with a reason."""

import json
from dataclasses import asdict

import click

from app.commands.fairness import scores

__all__ = ["scores", "settings"]


@scores.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="The numbers alone, for replay --settings.")
@click.pass_context
def settings(context: click.Context, *, as_json: bool) -> None:
    """Show the numbers in force, those one may choose, and everything chosen so far.

    \b
    Example: takrim scores settings
    """
    if context.invoked_subcommand is not None:
        return
    from app.instance import open_instance
    from app.scores.choosing.rules import LIMITS
    from app.scores.choosing.service import choices, settings_in_force

    with open_instance().db.reading() as session:
        now, said = settings_in_force(session), choices(session)
    if as_json:
        click.echo(json.dumps(asdict(now), indent=1))
        return
    click.echo(f"Settings {now.version}")
    for name, value in asdict(now).items():
        least, most = LIMITS.get(name, ("", ""))
        limits = f"  from {least:g} to {most:g}" if name in LIMITS else ""
        click.echo(f"  {name:20} {value}{limits}")
    for one in said:
        click.echo(f"{one.at:%Y-%m-%d %H:%M}Z  {one.name} = {one.value:g}  {one.reason}")


@settings.command("set")
@click.argument("name")
@click.argument("value", type=float)
@click.option("--reason", required=True, help="Why, in 20 letters or more; it is logged.")
def set_number(name: str, value: float, reason: str) -> None:
    """Choose a number from the next night on; earlier scores keep their version.

    The floors of what may be shown are not among the numbers.

    \b
    Example: takrim scores settings set burst_least 6 --reason "Two kiosks in one hall."
    """
    from app import clock
    from app.errors import Invalid
    from app.instance import open_instance
    from app.scores.choosing.service import choose
    from app.sentence import sentence_of

    try:
        with open_instance().db.writing() as session:
            found = choose(session, name, value, reason=reason, now=clock.now(), actor_id=None)
    except Invalid as wrong:
        raise click.UsageError(sentence_of(wrong, _WRONG)) from None
    click.echo(f"{name} = {getattr(found, name)} from the next night on; settings {found.version}")


_WRONG = {
    "reason": "the reason needs at least 20 letters",
    "unknown_number": "no number of this name may be chosen; see: takrim scores settings",
}
