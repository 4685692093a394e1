"""Texts on a template: one line with its room, or a block of several that share a box."""

from collections.abc import Iterator
from dataclasses import replace

from printables.elements import Block, Text
from printables.fitting import LEADING, Fit, fit
from printables.pdf import Paper
from printables.shaping import measure, upright
from printables.wording import ENGLISH

__all__ = ["block_fits", "draw_block", "draw_text", "set_text"]

TIGHT = 1.24  # lines this close still do not touch
ASCENT = 1.02  # from the top of a line to its baseline, in sizes


def set_text(text: Text, said: dict[str, str], width: float | None = None) -> Fit:
    """Return a text element's value fitted to its room (or to ``width``)."""
    value, room = text.value.format_map(said), text.w if width is None else width
    if text.upright:
        glyphs = upright(value)
        natural = measure(glyphs, text.bold)
        return Fit((glyphs,), min(text.size, room / natural)) if natural else Fit((), text.size)
    smallest = min(text.smallest or text.size, text.size)
    return fit(
        value, width=room, size=text.size, smallest=smallest, floor=text.floor or smallest,
        lines=text.lines, bold=text.bold, english=bool(said.get(ENGLISH)),
    )  # fmt: skip


def draw_text(paper: Paper, text: Text, said: dict[str, str]) -> bool:
    """Draw a text on its baseline; return whether it had to be shortened."""
    fitted = set_text(text, said)
    for index, line in enumerate(fitted.lines):
        paper.text(
            line, text.x, text.y + index * fitted.size * LEADING, size=fitted.size,
            fill=text.fill, bold=text.bold, align=text.align,
        )  # fmt: skip
    return fitted.shortened


def draw_block(paper: Paper, block: Block, said: dict[str, str]) -> bool:
    """Draw the texts of a block below each other; return whether one had to be shortened."""
    settings, leading = _settle(block, said)
    height = _height(block, settings, leading)
    y = block.y + {"top": 0, "middle": 0.5, "bottom": 1}[block.valign] * max(0, block.h - height)
    for text, fitted in zip(block.texts, settings, strict=True):
        y += text.y if fitted.lines else 0
        at = {"left": block.x, "center": block.x + block.w / 2, "right": block.x + block.w}
        for line in fitted.lines:
            paper.text(
                line, at[text.align], y + fitted.size * ASCENT, size=fitted.size,
                fill=text.fill, bold=text.bold, align=text.align,
            )  # fmt: skip
            y += fitted.size * leading
    return any(fitted.shortened for fitted in settings)


def block_fits(block: Block, said: dict[str, str]) -> bool:
    """Return whether every text of a block can be said whole."""
    return not any(fitted.shortened for fitted in _settle(block, said)[0])


def _settle(block: Block, said: dict[str, str]) -> tuple[list[Fit], float]:
    """Fit the texts of a block: as wished, else smaller, else with fewer lines from the last up.

    The first setting that is low enough and says everything is taken, at last also with lines
    closer together.  If there is none, the one that keeps the first texts whole.
    """
    best: tuple[list[bool], list[Fit], float] | None = None
    for leading in (LEADING, TIGHT):
        for texts in _concessions(block.texts):
            settings = [set_text(text, said, block.w) for text in texts]
            if _height(block, settings, leading) > block.h + 0.01:
                continue
            lost = [fitted.shortened for fitted in settings]
            if not any(lost):
                return settings, leading
            if best is None or lost < best[0]:
                best = (lost, settings, leading)
    return (best[1], best[2]) if best else ([], LEADING)


def _concessions(texts: tuple[Text, ...]) -> Iterator[tuple[Text, ...]]:
    """Yield the texts as they are, then ever smaller, then also with one line less, and so on."""
    lines = [text.lines for text in texts]
    while True:
        for factor in (1.0, 0.92, 0.84, 0.76, 0.68, 0.6):
            yield tuple(
                replace(t, lines=n, size=max(t.size * factor, t.floor or t.smallest))
                for t, n in zip(texts, lines, strict=True)
            )
        longest = [index for index, count in enumerate(lines) if count > 1]
        if not longest:
            return
        lines[longest[-1]] -= 1


def _height(block: Block, settings: list[Fit], leading: float) -> float:
    return sum(
        len(fitted.lines) * fitted.size * leading + text.y
        for text, fitted in zip(block.texts, settings, strict=True)
        if fitted.lines
    )
