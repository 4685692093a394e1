import io
from dataclasses import replace

import pytest

from printables.explanation import Bar, Explanation, Moment, explanation
from printables.report import Part, Report, report
from tests.printables.printing import LONGEST, page_count, pixels

SAID = Explanation(
    title="برگهٔ توضیح نتیجه",
    city="شهرداری تهران",
    host="qr.city.ir",
    name="مریم سادات حسینی‌نژاد",
    post="کارشناس صدور پروانه، شهرداری منطقهٔ ۶",
    score="۷۴٫۷",
    state="قابل استفاده",
    said=("اگر ۱۰۰ همکار چنین نتیجه‌ای داشتند، حدود ۹۰ نفرشان میان ۶۲٫۲ و ۸۷٫۲ بودند.",),
    interval=(Moment("۶۲٫۲\n۸۷٫۲", 62.2, 74.7, 87.2),),
    mean=Moment("سطح شهر ۶۶٫۰", 66.0, None, 66.0),
    basis=(("پاسخ رسیده", "۱۲"), ("اعتبار", "۰٫۷۶"), ("نوع کار", "پروانه")),
    steps=(
        Bar("سطح شهر", "۶۶٫۰", 66, 66, total=True),
        Bar("پاسخ‌های مردم", "+۹٫۰", 66, 75),
        Bar("کشش به میانه", "−۰٫۳", 75, 74.7),
        Bar("نتیجه", "۷۴٫۷", 74.7, 74.7, total=True),
    ),
    history=(Moment("مهر", 60, None, 80), Moment("آبان", 62.2, 74.7, 87.2)),
    notes=("نتیجه فقط خبر می‌دهد.",),
    titles=("بر چه پایه‌ای", "چرا این نتیجه؟", "در گذر زمان", "این برگه برای چیست"),
    foot="محاسبه تا ۱ آذر ۱۴۰۵",
    version="c74e1a890c21",
)


def written(said):
    out = io.BytesIO()
    explanation(said, out)
    return out.getvalue()


def test_the_same_words_give_the_same_bytes():
    assert written(SAID) == written(SAID)


@pytest.mark.parametrize(
    "changes",
    [
        {"name": LONGEST, "post": "سازمان مدیریت پسماند " * 12},
        {"name": "Jonathan Alexander Featherstonehaugh-Cholmondeley", "english": True},
        {"score": "", "interval": (), "mean": None, "steps": (), "history": ()},
        {"notes": ("یک یادداشت بلند دربارهٔ نتیجه و بازهٔ آن. " * 5,) * 6},
        {"basis": (("وزن از دست داده: در انتظار تصمیم رسیدگی", "۴"),) * 14},
    ],
    ids=["long", "latin", "too few", "many notes", "many rules"],
)
def test_everything_stays_on_one_page_within_its_margins(changes):
    pdf = written(replace(SAID, **changes))
    page = pixels(pdf, dpi=72)

    assert page_count(pdf) == 1
    assert page[40:, :48].min() == 255
    assert page[40:, -48:].min() == 255


def test_a_step_up_lies_on_the_far_side_in_both_directions():
    persian, english = (pixels(written(replace(SAID, english=e)), dpi=72) for e in (False, True))

    assert (persian != english[: len(persian)]).any()


def report_of(rows, **more):
    out = io.BytesIO()
    part = Part("خطا", ("یک جمله.",), ("گروه", "شمار", "سهم"), tuple(rows))
    report(Report("گزارش", "شهر", "۱۴۰۵", (part,), "صفحهٔ", **more), out)
    return out.getvalue()


def test_a_long_table_goes_on_with_its_head_on_the_next_page():
    pdf = report_of([(f"سطر {n}", str(n), "٪") for n in range(80)])

    assert page_count(pdf) == 3
    assert pdf == report_of([(f"سطر {n}", str(n), "٪") for n in range(80)])


def test_a_report_without_rows_is_one_page():
    assert page_count(report_of([], english=True)) == 1
