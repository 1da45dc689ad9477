"""Going on from what camps had reported: conserves, looks at nothing later, and does what its law says."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from postwar.core.flight import CampSeries, Flight, Leg, Stop
from postwar.core.reported import arrivals, as_of
from postwar.outlook.restart.conditioning import KEPT, Mixing, condition
from postwar.outlook.restart.known import as_known
from postwar.outlook.restart.rivals import anchored_increments, ensemble_smoother, model_flow, particle_weights

KNOWN = np.array([[0, 0, 0], [100, 0, 0], [100, 40, 0], [140, 40, 0], [400, 9, 77]], float)
COURSE = np.array([[0, 0, 0], [60, 20, 20], [90, 40, 30], [120, 60, 60], [180, 60, 90], [200, 60, 140]], float)
TOTALS = np.array([0, 120, 220, 300, 400, 500], float)


def test_nobody_is_made_or_lost() -> None:
    ahead = condition(KNOWN, COURSE, 3, TOTALS)
    assert ahead.sum(axis=1) == pytest.approx(TOTALS[4:])
    assert (ahead >= KNOWN[3]).all()


def test_nothing_reported_later_is_looked_at() -> None:
    later = KNOWN.copy()
    later[4] = [1, 2, 3]
    for law in (lambda k: condition(k, COURSE, 3, TOTALS), lambda k: anchored_increments(k, COURSE, 3),
                lambda k: model_flow(k, COURSE, 3, TOTALS), lambda k: ensemble_smoother(k, np.stack([COURSE,
                                                                                                     COURSE * 2]), 3),
                lambda k: particle_weights(k, np.stack([COURSE, COURSE * 2]), 3)):
        assert np.array_equal(law(KNOWN), law(later))


def test_of_reports_and_model_the_pure_flow_is_the_rival() -> None:
    pure = condition(KNOWN, COURSE, 3, TOTALS, mixing=Mixing(deficit=0.0, growth=0.0))
    assert pure == pytest.approx(model_flow(KNOWN, COURSE, 3, TOTALS))


def test_a_camp_that_has_not_reported_yet_is_not_taken_for_empty() -> None:
    still = COURSE.copy()
    still[4:] = COURSE[3] + [[30, 0, 0], [60, 0, 0]]
    assert model_flow(KNOWN, still, 3, TOTALS)[0, 2] == 0.0
    assert condition(KNOWN, still, 3, TOTALS)[0, 2] > 10.0


def test_recent_growth_counts_for_more_as_the_record_grows() -> None:
    days = 400
    known = np.stack([np.arange(days) * 2.0, np.zeros(days)], axis=1)
    course = np.stack([np.zeros(days), np.arange(days) * 2.0], axis=1)
    grown = [condition(known, course, n, np.full(days, 2000.0))[0, 0] - known[n, 0] for n in (30, 120, 300)]
    new = [2000.0 - known[n, 0] for n in (30, 120, 300)]
    shares = [g / n for g, n in zip(grown, new, strict=True)]
    assert shares == pytest.approx([KEPT.growth * n / (n + KEPT.record_days) for n in (30, 120, 300)])


def test_reports_above_a_limit_are_cut_and_their_people_placed_elsewhere() -> None:
    ahead = condition(KNOWN, COURSE, 3, TOTALS, limits=[80.0, np.inf, np.inf], mixing=Mixing(0.0, 0.0))
    assert ahead.sum(axis=1) == pytest.approx(TOTALS[4:])
    gain = COURSE[4] - COURSE[3]
    assert ahead[0] == pytest.approx(np.array([80, 40, 0]) + 280 * gain / gain.sum())


def test_members_are_conditioned_alike() -> None:
    members = np.stack([COURSE, COURSE[:, ::-1]])
    both = condition(KNOWN, members, 3, TOTALS)
    assert both.shape == (2, 2, 3)
    assert np.array_equal(both[1], condition(KNOWN, members[1], 3, TOTALS))


@pytest.mark.parametrize("origin", [-1, 5, 99])
def test_an_origin_outside_the_period_is_refused(origin: int) -> None:
    with pytest.raises(ValueError, match="is not within the period"):
        condition(np.zeros((6, 3)), COURSE, origin, TOTALS)


def test_the_smoother_goes_to_the_reports_when_they_are_exact_and_stays_when_they_say_nothing() -> None:
    wide = np.stack([np.stack([np.full(3, 10.0 + 10 * i), np.full(3, 50.0)], axis=1) for i in range(9)])
    known = np.array([[30.0, 70.0], [30.0, 70.0]])
    assert ensemble_smoother(known, wide, 1, error=1e-4)[0] == pytest.approx([0.3, 0.7], abs=0.01)
    loose = ensemble_smoother(known, wide, 1, error=1e4)[0]
    assert loose == pytest.approx((wide[:, 2] / wide[:, 2].sum(axis=1, keepdims=True)).mean(axis=0), abs=1e-3)


def flight() -> Flight:
    """Two camps, one of which two files add up to."""
    stops = (Stop("A", "", "X", 0, 0, "conflict", 0, 10, None), Stop("B", "", "Y", 0, 0, "camp", -1, 0, None),
             Stop("C", "", "Y", 0, 0, "camp", -1, 0, None))
    parts = ((np.array([0, 20]), np.array([0.0, 30.0])), (np.array([0, 60]), np.array([0.0, 900.0])))
    series = (CampSeries("B", np.array([0, 10, 50]), np.array([0.0, 100.0, 80.0]), (50,)),
              CampSeries("C", np.array([0, 20, 60]), np.array([0.0, 930.0, 930.0]), (), parts))
    return Flight("x", dt.date(2031, 1, 1), 100, stops, (Leg(0, 1, 5.0),), (), np.ones((100, 3)), series, None)


def test_a_displacement_as_known_holds_no_later_report() -> None:
    known = as_known(flight(), 30)
    assert [(s.camp, s.days.tolist(), s.counts.tolist(), s.corrections) for s in known.series] == [
        ("B", [0, 10, 30, 100], [0.0, 100.0, 100.0, 100.0 + 70 * 130 / 30], ()), ("C", [0, 20], [0.0, 30.0], ())]
    later = flight()
    changed = (CampSeries("B", np.array([0, 10, 50]), np.array([0.0, 100.0, 5000.0])), later.series[1])
    assert [s.counts.tolist() for s in as_known(Flight(**{**fields(later), "series": changed}), 30).series] == [
        s.counts.tolist() for s in known.series]


def test_arrivals_go_on_at_their_recent_rate() -> None:
    new, _ = arrivals(as_known(flight(), 30).series, 100)
    assert new[:31].sum() == 130
    assert new[31:].sum() == pytest.approx(130 / 30 * 69, abs=2)
    assert int(as_of(flight().series[1], [30])[0]) == 30


def fields(f: Flight) -> dict[str, object]:
    """The fields of a flight by name."""
    return {name: getattr(f, name) for name in f.__slots__}
