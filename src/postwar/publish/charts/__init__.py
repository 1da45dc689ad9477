"""The drawings of the brief: one folder each (chart.py, test_chart.py, expected.json), one line here to add one."""

from __future__ import annotations

from types import ModuleType

from postwar.publish.charts.control import chart as control
from postwar.publish.charts.fan import chart as fan
from postwar.publish.charts.obligations import chart as obligations

CHARTS: dict[str, ModuleType] = {
    "control": control,  # places by time: who holds each, and on what standing
    "fan": fan,  # people back and away: reports, then the run with its bands
    "obligations": obligations,  # promises by time: window, due, amended, done
}
