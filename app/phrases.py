"""The sentences of templates, each looked up and marked safe once a process and language.

Jinja's own way asks for the catalogue of the request, marks the sentence and fills it in, through
four calls, each time a sentence is said; a page of eighty sentences spent more on that than on all
the rest.  What a template says stays the same: sentences with values are filled in as Jinja does.
"""

from typing import Any

from flask_babel import get_locale, get_translations
from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

__all__ = ["init_phrases"]

_MOST = 8192


def init_phrases(env: Environment) -> None:
    """Let the templates say ``_("...")`` and ``gettext("...")`` from what was looked up before."""
    known: dict[tuple[str, str], Markup] = {}

    @pass_context
    def said(context: Context, sentence: str, **values: Any) -> str:
        if values or not context.eval_ctx.autoescape:
            return filled(context, sentence, values)
        locale = get_locale()
        place = (locale.language if locale else "", sentence)
        found = known.get(place)
        if found is None:
            told = filled(context, sentence, {})
            found = Markup(told)  # nosec B704  # noqa: S704  filled escaped it
            if len(known) < _MOST:
                known[place] = found
        return found

    def filled(context: Context, sentence: str, values: dict[str, Any]) -> str:
        told: str = get_translations().ugettext(sentence)
        if context.eval_ctx.autoescape:
            told = Markup(told)  # nosec B704  # noqa: S704  our own sentence; values are escaped
        return told % values

    env.globals.update(_=said, gettext=said)
