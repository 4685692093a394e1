"""The table of figures: pages, both directions, the same bytes."""

from io import BytesIO

import pypdfium2
import pytest

from printables.table import ROWS, Table, draw_table

COLUMNS = (("واحد", 4.0), ("پرونده", 1.0), ("در مهلت", 2.0))


def table(count: int, *, english: bool = False) -> Table:
    rows = [("منطقهٔ ۶، دفتر خدمات شهر" * 3, str(n), "۸۰٪ (۸/۱۰)") for n in range(count)]
    return Table(
        "شهر نمونه", "گزارش", "یکشنبه ۱ آذر ۱۴۰۵", COLUMNS, rows, ("یادداشت",), english=english
    )


@pytest.mark.parametrize("english", [False, True])
@pytest.mark.parametrize(("count", "pages"), [(0, 1), (ROWS, 1), (ROWS + 1, 2)])
def test_rows_flow_over_pages(count: int, pages: int, english: bool) -> None:
    out = BytesIO()

    assert draw_table(table(count, english=english), out) == pages

    document = pypdfium2.PdfDocument(out.getvalue())
    assert len(document) == pages
    assert document[0].get_size()[0] > document[0].get_size()[1]
    document.close()


def test_the_same_table_gives_the_same_bytes() -> None:
    first, second = BytesIO(), BytesIO()

    draw_table(table(5), first)
    draw_table(table(5), second)

    assert first.getvalue() == second.getvalue()
