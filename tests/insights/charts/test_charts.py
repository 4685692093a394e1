from math import sqrt

import pytest

from app.insights.charts.funnel import Limits, Point, funnel
from app.insights.charts.history import Moment, history
from app.insights.charts.scale import Scale, span, ticks
from app.insights.charts.waterfall import waterfall


def limits(n):
    sd = sqrt(780 / n)
    return Limits(n, *(70 + z * sd for z in (-3.09, -1.645, 1.645, 3.09)))


def drawn(points, *, rtl=True):
    around = [limits(n) for n in (10, 20, 40, 80, 200)]
    return funnel(points, mean=70.0, limits=around, rtl=rtl)


def test_a_persian_axis_starts_at_the_right():
    assert Scale(0, 100, 420, 20).at(0) == 420
    assert Scale(0, 100, 20, 420).at(0) == 20


def test_a_value_off_the_scale_stands_at_its_edge():
    assert Scale(0, 100, 0, 200).at(140) == 200


@pytest.mark.parametrize(("low", "high"), [(10, 41), (10, 130), (10, 5000), (0, 100), (40, 60)])
def test_there_are_never_more_ticks_than_asked_for(low, high):
    assert 2 <= len(ticks(low, high, 6)) <= 6


def test_the_range_of_scores_never_leaves_0_to_100():
    assert span([-20.0, 130.0], step=10, least=0, most=100) == (0, 100)


def test_only_who_lies_outside_the_outer_limits_has_a_name():
    points = [Point(70, 40), Point(80, 40), Point(95, 80, "far"), Point(40, 90, "low")]

    plot = drawn(points)

    assert [mark.name for mark in plot.named] == ["far", "low"]
    assert [mark.above for mark in plot.named] == [True, False]
    assert len(plot.dots) == 2


def test_the_funnel_narrows_as_answers_come():
    upper = drawn([Point(70, 200)]).inner[0].removeprefix("M").split("L")
    heights = [float(point.split()[1]) for point in upper]

    assert heights == sorted(heights)
    assert heights[0] < heights[-1]


def test_counts_grow_leftwards_in_persian_and_rightwards_in_english():
    point = [Point(70, 100), Point(70, 20)]
    persian, english = drawn(point), drawn(point, rtl=False)

    assert persian.dots[0].x < persian.dots[1].x
    assert english.dots[0].x > english.dots[1].x


def test_points_keep_the_order_they_came_in():
    xs = [40.0, 20.0, 90.0]
    plot = drawn([Point(score, n) for score, n in zip((60, 90, 75), xs, strict=True)])

    assert sorted(range(3), key=lambda i: -plot.dots[i].x) == [1, 0, 2]


def test_names_close_together_are_moved_apart():
    plot = drawn([Point(95, 80, "a"), Point(95, 82, "b")])
    first, second = plot.named

    assert abs(first.y - second.y) >= 15


def test_a_funnel_without_persons_still_stands():
    assert drawn([]).dots == ()


def test_steps_of_a_waterfall_join_and_end_at_the_sum():
    steps = waterfall(("city", 66.0), [("desk", 6.0), ("pull", -7.0)], "score", rtl=True).steps

    assert [step.kind for step in steps] == ["base", "up", "down", "total"]
    assert steps[-1].value == 65.0
    assert steps[2].joint == pytest.approx(steps[3].joint)


def test_a_waterfall_grows_leftwards_in_persian():
    for rtl in (True, False):
        steps = waterfall(("city", 50.0), [("more", 20.0)], "score", rtl=rtl).steps
        assert (steps[-1].x < steps[0].x) == rtl


def test_a_waterfall_without_any_step_is_drawn():
    assert len(waterfall(("city", 50.0), [], "score", rtl=False).steps) == 2


def test_history_shows_the_last_twelve_runs_newest_at_the_far_end():
    moments = [Moment(str(k), 60.0 + k, 50.0 + k, 70.0 + k) for k in range(15)]

    plot = history(moments, mean=66.0, rtl=True)

    assert [column.label for column in plot.columns] == [str(k) for k in range(3, 15)]
    assert plot.columns[0].x > plot.columns[-1].x
    assert not plot.columns[-1].dropped


def test_a_moment_without_a_number_is_an_interval_alone():
    column = history([Moment("m", None, 40.0, 80.0)], mean=None, rtl=False).columns[0]

    assert column.y is None
    assert column.top < column.foot


@pytest.mark.parametrize(("score", "other"), [(0.0, 70.0), (100.0, 30.0)])
def test_a_name_at_the_edge_of_the_funnel_does_not_stand_on_its_own_mark(score, other):
    drawn = funnel(
        [Point(score, 60, "مریم رستمی")],
        mean=50.0,
        limits=[Limits(n, 0.0, 40.0, 60.0, 100.0) for n in (10, 80)],
        rtl=other < score,
    )

    (mark,) = drawn.named
    tip = float(mark.path.split("l")[0].split(" ")[1])
    assert abs(mark.y - tip) > 12
