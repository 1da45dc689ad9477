"""How much of an open-ended return is done, where one figure says who left and another who is back."""

from __future__ import annotations

from collections.abc import Sequence

from postwar.core.variable import Estimate


def share_returned(figures: Sequence[Estimate]) -> float | None:
    """The least share of a group that is back where it left from; None where no two figures say so."""
    shares = []
    for back in figures:
        if back.variable == "back_in_region" and back.role == "recommended" and back.measure == "cumulative":
            left = next((f for f in figures if _is_leaving(f, back)), None)
            if left is not None:
                shares.append(min(0.99, back.value / left.value))
    return round(min(shares), 2) if shares else None


def _is_leaving(figure: Estimate, back: Estimate) -> bool:
    same = (figure.group, figure.place) == (back.group, back.place)
    return figure.variable == "displaced" and figure.role == "recommended" and same and figure.value > 0
