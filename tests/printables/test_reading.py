from dataclasses import replace

import pytest

from printables.errors import Misprint
from printables.reading import check
from tests.printables.printing import badge, printed, url


def test_a_page_that_says_something_else_is_named_with_its_badge():
    pdf, landings = printed([badge(1), badge(2)], "a4-10up")
    landings[1] = replace(landings[1], url=url(9))

    with pytest.raises(Misprint, match=r"page 1 position 2 badge 0000000002"):
        check(pdf, landings)


def test_a_badge_that_was_never_printed_is_named():
    pdf, landings = printed([badge(1)], "a4-10up")
    ghost = replace(landings[0], serial="FF", position=10, x=17.9, y=235.4)

    with pytest.raises(Misprint, match="badge FF: no symbol could be read"):
        check(pdf, [*landings, ghost])


def test_a_symbol_that_no_line_of_the_manifest_knows_is_found():
    pdf, landings = printed([badge(1), badge(2)], "a4-10up")

    with pytest.raises(Misprint, match="outside every place"):
        check(pdf, landings[:1])
