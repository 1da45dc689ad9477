"""Verb groups: what a chain of verbs says of its tense, voice and person, and the bases a form may come from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class VerbGroup:
    """``start``..``end`` among the tokens; ``main`` is where the verb stands. ``tense``: past, present, future, modal,
    perfect, pluperfect, to, ing, participle, bare. ``modal`` is the modal verb, if any."""

    start: int
    end: int
    main: int
    bases: tuple[str, ...]
    tense: str
    modal: str = ""
    passive: bool = False
    progressive: bool = False
    negated: bool = False
    finite: bool = True

    @property
    def past(self) -> bool:
        """Whether it tells of what lies behind."""
        return self.tense in {"past", "perfect", "pluperfect"}


def bases_of_past(low: str) -> tuple[str, ...]:
    """The bases that a regular past form may come from.

    >>> bases_of_past("lobbed"), bases_of_past("carried"), bases_of_past("torched")
    (('lob', 'lobb', 'lobbe'), ('carry',), ('torch', 'torche'))
    """
    if low.endswith("ied"):
        return (low[:-3] + "y",)
    stem = low[:-2]
    doubled = (stem[:-1],) if len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] not in "slzf" else ()
    return (*doubled, stem, stem + "e")


def bases_tagged(readings: tuple[tuple[str, str], ...], tag: str) -> tuple[str, ...]:
    """The bases of a form under one tag; all of them where none has it."""
    wanted = tuple(base for base, t in readings if t == tag)
    return wanted or tuple(base for base, _ in readings)
