"""What a phone may keep: one page that is the same for everybody, and the script that sends."""

import json
import re
from contextlib import closing

import pytest


def shell(web) -> list[str]:
    return json.loads(re.search(r"const SHELL = (\[.*?\]);", web.get("/sw.js").text)[1])


def test_the_worker_is_asked_for_anew_and_keeps_nothing_of_anybody(web):
    answer = web.get("/sw.js")

    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert shell(web)[:2] == ["/waiting?lang=fa", "/waiting?lang=en"]
    assert [url for url in shell(web) if not url.startswith(("/waiting", "/static/"))] == []


def test_all_it_keeps_is_there(web):
    for url in shell(web):
        with closing(web.get(url)) as kept:
            assert kept.status_code == 200


@pytest.mark.parametrize(
    ("lang", "said"), [("fa", "مانده روی این گوشی"), ("en", "Kept on this phone")]
)
def test_the_page_of_what_waits_is_the_same_for_everybody(web, lang, said):
    page = web.get(f"/waiting?lang={lang}")

    assert said in page.text
    assert "Set-Cookie" not in page.headers
    assert "<noscript>" in page.text


def test_first_views_have_a_script_inside_and_later_pages_have_files(web, city):
    assert 'src="/static' not in web.get(city.url(city.desk)).text
    assert web.get("/waiting").text.count("<script src=") == 2
