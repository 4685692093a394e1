import io
from dataclasses import replace

import pytest

from printables.certificate import Certificate, certificate
from printables.design import Design
from printables.reading import read_back
from tests.printables.printing import HOSTILE, LONGEST, page_count, pixels, url

SAID = Certificate(
    number="۱۴۰۵-۲۱۸",
    date="۱ آذر ۱۴۰۵",
    url=url(7),
    host="TK.EXAMPLE",
    city="شهرداری تهران",
    office="مرکز نوسازی و تحول اداری",
    name="مریم سادات حسینی‌نژاد",
    place="کارشناس صدور پروانه، شهرداری منطقهٔ ۶",
    reason="شهروندانی که به ایشان مراجعه کرده‌اند، بارها از کار ایشان به نیکی یاد کرده‌اند.",
    signer="محمدرضا توکلی",
    signer_title="مدیر کل منابع انسانی",
)


def written(said):
    out = io.BytesIO()
    certificate(said, out)
    return out.getvalue()


def test_the_symbol_of_a_certificate_is_that_of_its_letter():
    assert [seen.text for seen in read_back(written(SAID))] == [url(7)]


def test_the_same_certificate_gives_the_same_bytes():
    assert written(SAID) == written(SAID)


@pytest.mark.parametrize("english", [False, True])
@pytest.mark.parametrize("name", [LONGEST, *HOSTILE.values()], ids=["longest", *HOSTILE])
def test_any_name_stays_on_one_page_within_its_margins(name, english):
    pdf = written(replace(SAID, name=name, english=english))
    page = pixels(pdf, dpi=72)

    assert page_count(pdf) == 1
    assert page[60:570, :60].min() == 255
    assert page[60:570, -60:].min() == 255


def test_an_organisation_has_its_own_colour_on_it():
    red = written(replace(SAID, design=Design(colours=(("band", "#8a1030"),))))

    corner = pixels(red, dpi=72)[-4, 4]
    assert sorted(int(channel) for channel in corner) == [0x10, 0x30, 0x8A]
