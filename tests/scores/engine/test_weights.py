"""Which answers pull how much: rules W1 to W8, findings and verdicts."""

import numpy as np
import pytest

from app.scores.engine.settings import Settings
from app.scores.engine.weights.weighing import Rulings, Weights, weigh
from tests.scores.engine.answers import answer, city, read

SETTINGS = Settings()
TEXT = "این کارمند هرگز سر کار خود نیست و پاسخ درست نمی‌دهد"


def weighed(rows, **rulings) -> dict[str, tuple[float, bool]]:
    events = read(rows)
    found = weigh(events, SETTINGS, Rulings(**rulings))
    pairs = zip(found.weight.tolist(), found.suspect.tolist(), strict=True)
    return dict(zip(events.ids, pairs, strict=True))


def suspects(rows, **rulings) -> set[str]:
    return {name for name, (_, suspect) in weighed(rows, **rulings).items() if suspect}


def names(rows) -> set[str]:
    return {row["id"] for row in rows}


def test_a_scan_without_a_key_or_with_a_used_one_weighs_nothing():
    found = weighed([answer(1), answer(2, day=1, scan="k1"), answer(3, scan=None)])

    assert found == {"a000001": (1, False), "a000002": (0, True), "a000003": (0, True)}


def test_web_answers_need_no_key():
    assert weighed([answer(1, channel="web", scan=None)])["a000001"] == (1, False)


def test_of_one_device_within_a_day_only_the_last_word_weighs():
    found = weighed([answer(1, device="d", mood=1), answer(2, day=0.5, device="d", mood=4)])

    assert (found["a000001"][0], found["a000002"][0]) == (0, 1)


def test_coming_again_weighs_ever_less():
    found = weighed([answer(n, day=20 * n, device="d", mood=3 + n % 2) for n in range(3)])

    assert [weight for weight, _ in found.values()] == pytest.approx([1, 1 / 4, 1 / 9], abs=1e-4)


def test_a_kiosk_is_many_people():
    rows = [
        answer(n, day=n / 50, device="box", network="box", channel="kiosk", scan=None)
        for n in range(4)
    ]

    assert {weight for weight, _ in weighed(rows).values()} == {1.0}


def test_hammering_one_extreme_is_suspect_but_an_honest_regular_is_not():
    hammer = [answer(n, day=2 * n, device="h", mood=1) for n in range(4)]
    regular = [answer(10 + n, day=2 * n, device="r", mood=(5, 4, 5, 3)[n]) for n in range(4)]

    assert suspects(city() + hammer + regular) == names(hammer)


def test_a_ring_of_friends_weighs_as_one_answer():
    ring = [
        answer(10 * friend + n, day=50 * n + friend, device=f"f{friend}", mood=5)
        for friend in range(4)
        for n in range(7)
    ]

    found = weighed(city() + ring)

    assert {found[name][1] for name in names(ring)} == {True}
    assert sum(found[name][0] for name in names(ring)) <= 1.001


def test_a_crowd_on_one_network_weighs_little_and_a_carrier_passes():
    crowd = [answer(n, day=3 * n, mood=1, network="hall") for n in range(12)]

    found = weighed(city() + crowd)

    assert suspects(city() + crowd) == names(crowd)
    assert sum(found[name][0] for name in names(crowd)) < 2


def test_the_network_of_the_site_passes():
    rows = [{**row, "network": "wifi"} if n % 3 == 0 else row for n, row in enumerate(city())]

    assert suspects(rows) == set()


def test_a_mob_is_held_to_the_usual_pace():
    mob = [answer(n, day=200 + n / 40, mood=1) for n in range(30)]

    found = weighed(city() + mob)

    assert names(mob) <= suspects(city() + mob)
    assert sum(found[name][0] for name in names(mob)) < 3


def test_a_slow_drip_of_fresh_devices_is_found():
    drip = [answer(n, day=220 + 3 * n, mood=1) for n in range(33)]

    found = suspects(city(each=25) + drip)

    assert len(found & names(drip)) >= 30
    assert len(found - names(drip)) <= 5


def test_a_person_who_truly_got_worse_is_no_burst():
    rows = city(each=40)
    mine = sorted((row for row in rows if row["subject"] == "P1"), key=lambda row: row["time"])
    for row in mine[20:]:
        row["mood"] = 1

    assert not suspects(rows) & names(mine)


def test_a_busy_day_of_the_whole_unit_is_no_burst():
    rows = city()
    rush = [
        answer(
            n, day=100 + n / 400, subject=f"P{1 + 3 * (n % 13)}", unit="U0", mood=(5, 4, 2)[n % 3]
        )
        for n in range(130)
    ]

    assert len(suspects(rows + rush)) <= 8


def test_copied_words_share_one_voice_whatever_letters_they_use():
    copies = [
        answer(n, day=9 * n, mood=2, device=f"c{n % 3}", text=text)
        for n, text in enumerate([TEXT, TEXT.replace("ی", "ي"), TEXT + "!!", TEXT.upper()])
    ]

    found = weighed(city() + copies)

    assert sum(found[name][0] for name in names(copies)) <= 1.001
    assert all(found[name][1] for name in names(copies))


def test_words_the_whole_city_uses_are_nobodys_copy():
    rows = [{**row, "text": TEXT} if n % 4 == 0 else row for n, row in enumerate(city())]

    assert suspects(rows) == set()


def test_short_and_different_words_are_left_alone():
    rows = [answer(n, day=9 * n, text=f"خوب {n}") for n in range(6)]

    assert suspects(rows) == set()


def test_a_form_sent_in_a_second_weighs_a_quarter():
    found = weighed([*city(), answer(1, seconds=0.6)])

    assert found["a000001"] == (0.25, True)


def test_a_flood_week_is_capped_without_a_word_of_suspicion():
    flood = [answer(n, day=210 + n / 5, mood=(5, 4, 3, 5, 4, 2)[n % 6]) for n in range(30)]

    found = weighed(city() + flood)
    mass = sum(found[name][0] for name in names(flood))

    assert mass < 25
    assert len({name for name in names(flood) if found[name][1]}) <= 6


def test_a_device_of_the_units_own_staff_weighs_nothing():
    found = weighed([answer(1), answer(2)], insiders=frozenset({("U1", "d1"), ("U9", "d2")}))

    assert found == {"a000001": (0, True), "a000002": (1, False)}


def test_a_human_verdict_stands_above_every_rule():
    rows = [answer(1), answer(2, scan=None)]

    found = weighed(rows, verdicts={"a000001": False, "a000002": True})

    assert found == {"a000001": (0, True), "a000002": (1, False)}


def test_an_undecided_finding_weighs_nothing_and_accuses_nobody():
    assert weighed([answer(1)], findings=frozenset({"a000001"})) == {"a000001": (0, False)}


def test_counts_by_rule_name_the_rule_only():
    events = read([answer(1), answer(2, scan=None), answer(3, scan="k1")])
    found: Weights = weigh(events, SETTINGS, Rulings())

    assert found.by_rule(np.arange(3)) == {"W1": 2}


def test_no_rule_gives_more_than_one_or_less_than_nothing():
    found = weigh(read(city(each=40)), SETTINGS, Rulings())

    assert found.weight.min() >= 0
    assert found.weight.max() <= 1


def test_an_honest_city_is_hardly_suspected():
    assert len(suspects(city(people=60, each=30))) <= 0.01 * 1800
