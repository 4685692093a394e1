"""The body of a letter: whom it greets, its paragraphs, a citizen's words, how it ends."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from printables.leaf import Leaf
from printables.paragraphs import Paragraph

__all__ = ["Block", "blocks", "draw_blocks", "height"]

SIZE, LEADING = 4.763, 2.1  # 13.5 pt
_GAP = 4.5


@dataclass(frozen=True, slots=True)
class Block:
    """Paragraphs that belong together, and the gap below them."""

    paragraphs: tuple[Paragraph, ...]
    gap: float
    quote: bool = False


def height(block: Block) -> float:
    """Return the height of a block with its gap, mm."""
    return sum(p.height for p in block.paragraphs) + block.gap + (5 if block.quote else 0)


def blocks(
    leaf: Leaf,
    factor: float,
    *,
    addressee: Sequence[str],
    paragraphs: Sequence[str],
    quote: tuple[str, str],
    closing: Sequence[str],
) -> list[Block]:
    """Return the blocks in their order, set at ``factor`` of the usual size."""
    size, leading = SIZE * factor, 1.75 if leaf.english else LEADING

    def plain(text: str, *, bold: bool = False) -> Paragraph:
        return leaf.paragraph(text, leaf.room, size, leading, bold=bold)

    to = Block(tuple(plain(line, bold=True) for line in addressee), 4 * factor)
    before = [Block((plain(text),), _GAP * factor) for text in paragraphs]
    after = [Block((plain(text),), _GAP * factor) for text in closing]
    return [to, *before, *_quoted(leaf, quote, size, leading, 6 * factor), *after]


def _quoted(
    leaf: Leaf, quote: tuple[str, str], size: float, leading: float, gap: float
) -> list[Block]:
    said, source = quote
    if not said:
        return []
    marked = f"“{said}”" if leaf.english else f"«{said}»"
    inside = leaf.room - 13
    words = leaf.paragraph(marked, inside, size, leading, justified=False)
    below = leaf.paragraph(source, inside, size * 0.74, leading, justified=False)
    return [Block((words, replace(below, fill="ink2")), gap, quote=True)]


def draw_blocks(leaf: Leaf, found: Sequence[Block], top: float, *, bar: str) -> None:
    """Draw the blocks below each other; ``bar`` is the colour at the edge of the quote."""
    y = top
    for block in found:
        if block.quote:
            inside = sum(p.height for p in block.paragraphs) + 5
            leaf.box(0, y, leaf.room, inside, fill="quote", radius=1)
            leaf.box(0, y, 1.2, inside, fill=bar)
            y += 2.5
        for paragraph in block.paragraphs:
            y = leaf.draw(paragraph, 7 if block.quote else 0, y)
        y += block.gap + (2.5 if block.quote else 0)
