"""Why a score is what it is, on one A4 page: what HR and the employee read, to keep and to check.

Every word and figure comes ready from the caller; here they only get their place, from the right
in Persian and from the left in English.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

from printables.drawing import draw_stars
from printables.elements import Stars
from printables.explanation_charts import Bar, Moment, draw_history, draw_interval, draw_steps
from printables.leaf import Leaf
from printables.pdf import Paper

__all__ = ["Bar", "Explanation", "Moment", "explanation"]

PAGE = (210.0, 297.0)
SIDE = 18.0


@dataclass(frozen=True, slots=True)
class Explanation:
    """What stands on the page.

    Args:
        title, city, host: Head of the page.
        name, post: Whose score it is.
        score: In big digits; empty while no number may be said.
        state: The band in words.
        said: The sentences under the interval.
        interval: low, score (or none), high and the city's level (or none), 0-100, with their
            words; empty when nothing may be said.
        basis: Labels and values.
        steps: From the level of the city to the score.
        history: Intervals in the order of time.
        notes: Small sentences: what it may be used for, rights, what is not known.
        titles: Of basis, steps, history and notes.
        foot: What a reader needs to compute it again.
        version: Of the rules, as it is.
    """

    title: str
    city: str
    host: str
    name: str
    post: str
    score: str
    state: str
    said: tuple[str, ...]
    interval: tuple[Moment, ...]
    mean: Moment | None
    basis: tuple[tuple[str, str], ...]
    steps: tuple[Bar, ...]
    history: tuple[Moment, ...]
    notes: tuple[str, ...]
    titles: tuple[str, str, str, str]
    foot: str
    version: str = ""
    english: bool = False


def explanation(said: Explanation, out: BinaryIO) -> None:
    """Write the page; the same words always give the same bytes."""
    paper = Paper(out, title=f"{said.title} {said.name}")
    leaf = Leaf(paper, PAGE[0], SIDE, said.english)
    with paper.page(*PAGE):
        _draw_head(leaf, said)
        y = _draw_result(leaf, said, 52)
        y = _draw_basis(leaf, said, y)
        if said.steps:
            y = draw_steps(leaf, said.steps, _heading(leaf, said.titles[1], y)) + 3
        if said.history:
            y = draw_history(leaf, said.history, _heading(leaf, said.titles[2], y)) + 3
        _draw_notes(leaf, said.notes, _heading(leaf, said.titles[3], y))
        leaf.box(0, 282, leaf.room, 0.3, fill="line")
        leaf.line(said.foot, 0, 287, size=2.7, fill="ink2", room=leaf.room - 40)
        leaf.code(said.version, leaf.room, 287, size=2.7)
    paper.save()


def _draw_head(leaf: Leaf, said: Explanation) -> None:
    paper = leaf.paper
    paper.rect(0, 0, PAGE[0], 10, fill="lapis")
    draw_stars(paper, Stars(x=0, y=0, w=PAGE[0], h=10, ground="lapis", share=0.22, tile=10))
    paper.drawing("mark", leaf.left(0, 11), 15, 11, tint="lapis", ground="white")
    leaf.line(said.city, 14, 20, size=4.2, room=90, bold=True)
    leaf.line(said.title, 14, 25.6, size=3.4, room=90, fill="ink2")
    leaf.line_to(said.host, leaf.room, 20, size=3.4, room=60, fill="turquoise", bold=True)
    leaf.line(said.name, 0, 38, size=6.2, room=leaf.room, bold=True)
    leaf.line(said.post, 0, 45, size=3.8, room=leaf.room, fill="ink2")


def _draw_result(leaf: Leaf, said: Explanation, y: float) -> float:
    """Draw score, band and interval in a box and return the y below it."""
    paragraphs = [leaf.paragraph(s, leaf.room - 12, 3.6, 1.75, justified=False) for s in said.said]
    inside = 14 + (21 if said.interval else 0) + sum(p.height for p in paragraphs)
    leaf.box(0, y, leaf.room, inside, fill="quote", radius=2)
    at = leaf.line(said.score, 6, y + 11, size=11, bold=True, fill="ink") if said.score else 0.0
    leaf.line(said.state, 6 + at + (4 if at else 0), y + 10, size=4.2, bold=True, room=120)
    below = y + 14
    if said.interval:
        draw_interval(leaf, said.interval, said.mean, below)
        below += 21
    for paragraph in paragraphs:
        below = leaf.draw(paragraph, 6, below - 1)
    return y + inside + 4


def _heading(leaf: Leaf, words: str, y: float) -> float:
    leaf.line(words, 0, y + 4.5, size=4.4, bold=True, room=leaf.room)
    return y + 7.5


def _draw_basis(leaf: Leaf, said: Explanation, y: float) -> float:
    """Draw labels and values in two columns and return the y below them."""
    y = _heading(leaf, said.titles[0], y)
    half, gap = (leaf.room - 8) / 2, 8
    columns = _halves(said.basis)
    for column, rows in enumerate(columns):
        start = column * (half + gap)
        for index, (label, value) in enumerate(rows):
            line = y + index * 6.2 + 4
            leaf.line(label, start, line, size=3.3, fill="ink2", room=half * 0.74)
            leaf.line_to(value, start + half, line, size=3.5, room=half * 0.3)
            leaf.box(start, line + 1.7, half, 0.15, fill="line")
    return y + max(len(rows) for rows in columns) * 6.2 + 3


def _halves(
    rows: Sequence[tuple[str, str]],
) -> tuple[Sequence[tuple[str, str]], Sequence[tuple[str, str]]]:
    middle = (len(rows) + 1) // 2
    return rows[:middle], rows[middle:]


def _draw_notes(leaf: Leaf, notes: Sequence[str], y: float) -> None:
    room = 280 - y
    for factor in (1.0, 0.92, 0.84, 0.76, 0.68):
        found = [
            leaf.paragraph(f"• {note}", leaf.room, 3.3 * factor, 1.65, justified=False)
            for note in notes
        ]
        if sum(p.height for p in found) <= room:
            break
    for paragraph in found:
        y = leaf.draw(paragraph, 0, y)
