"""Display names: at its first use in a document a name is followed by the other names in use, alphabetically; later it
stands alone. Names of the opening sentences are introduced in the head, so that those can be read aloud."""

from __future__ import annotations

from collections.abc import Iterable

from postwar.core.case import Case
from postwar.publish.prose import alphabetical, clean, list_of
from postwar.publish.terms import COMMON_NOUNS, HEAD_NOUNS, LEAD_NOUNS

SHARED = 4  # first letters that a word shares with a name of the case: it is made of that name, keeps its capital


class NameBook:
    """The names of one case as one document uses them; it remembers which it has already introduced."""

    def __init__(self, case: Case) -> None:
        self._names: dict[str, str] = {}
        for rows in (case.places, case.groups, case.actors, case.forces, case.formats, case.sources):
            for row in rows:
                self._names.setdefault(row.id, clean(row.name))
        for topic in case.accord.topics:
            self._names.setdefault(topic.id, clean(topic.name))
        self._others = {some_id: tuple(clean(n) for n in names) for some_id, names in case.print_names}
        self._used: set[str] = set()
        self._opening: dict[str, None] = {}
        own = [a.name for a in case.actors if a.kind != "population"] + [p.name for p in case.places]
        self._own = {word for name in own for word in clean(name).split() if word.casefold() not in COMMON_NOUNS}
        self._lines = {p.id for p in case.places if p.kind in ("corridor", "line", "zone")}

    def plain(self, some_id: str) -> str:
        """The display name alone; an id without a name is printed as words."""
        return self._names.get(some_id) or clean(some_id).replace("-", " ").replace("_", " ")

    def others(self, some_id: str) -> str:
        """The other names in use, alphabetically, in parentheses; empty where there is none."""
        names = alphabetical(set(self._others.get(some_id, ())) - {self.plain(some_id)})
        return f"(also {', '.join(names)})" if names else ""

    def also(self, some_id: str) -> str:
        """What :meth:`others` gives, at the first use alone."""
        if some_id in self._used:
            return ""
        self._used.add(some_id)
        return self.others(some_id)

    def of(self, some_id: str) -> str:
        """The display name; at its first use followed by the other names in use."""
        return f"{self.plain(some_id)} {self.also(some_id)}".strip()

    def spoken(self, some_id: str) -> str:
        """The name inside a sentence that is read aloud, with its article; the head introduces it."""
        self._used.add(some_id)
        self._opening[some_id] = None
        return self.inside(some_id)

    def inside(self, some_id: str) -> str:
        """The display name as it stands inside a sentence: with its article, a common noun in small letters."""
        name = self.plain(some_id)
        first, _, rest = name.partition(" ")
        if not rest or first.casefold() == "the":
            return name
        last = name.rsplit(" ", 1)[1]
        article = some_id in self._lines or first.casefold() in LEAD_NOUNS or last.casefold() in HEAD_NOUNS
        return f"{'the ' if article else ''}{self.uncapped(name)}"

    def uncapped(self, name: str) -> str:
        """The name with its first letter small, unless its first word is made of a name of the case.

        >>> book = NameBook(Case("c", "", "", __import__("datetime").date(2031, 1, 1), "UTC", None, (), (), ()))
        >>> book.uncapped("Residents of the valley")
        'residents of the valley'
        """
        first = name.partition(" ")[0].removesuffix("'s")
        proper = any(first.startswith(own[:SHARED]) for own in self._own)
        common = first.casefold() in COMMON_NOUNS or not proper
        return name[:1].lower() + name[1:] if common else name

    def topic(self, some_id: str) -> str:
        """A topic inside a sentence: "status of" gets its article, names keep their capital."""
        name = self.plain(some_id)
        about = self.uncapped(name)
        asks = name.partition(" ")[0] in ("Who", "Which", "How", "What", "Where", "Whether")
        of = about != name and " of " in name and not asks
        return f"the {about}" if of or name.rsplit(" ", 1)[-1].casefold() in HEAD_NOUNS else about

    def introduced(self) -> str:
        """The names of the opening sentences that have others in use, with these."""
        ids = [i for i in alphabetical_ids(self, self._opening) if self.others(i)]
        return "; ".join(f"{self.plain(i)} {self.others(i)}" for i in ids)

    def listed(self, ids: Iterable[str], last: str = "and") -> str:
        """Several names, alphabetically, as a sentence has them."""
        return list_of([self.of(i) for i in alphabetical_ids(self, ids)], last)


def alphabetical_ids(names: NameBook, ids: Iterable[str]) -> list[str]:
    """Ids in the alphabetical order of their display names: no ranking of parties.

    >>> case = Case("c", "", "", __import__("datetime").date(2031, 1, 1), "UTC", None, (), (), ())
    >>> alphabetical_ids(NameBook(case), ["north", "east"])
    ['east', 'north']
    """
    by_name: dict[str, list[str]] = {}
    for some_id in sorted(set(ids)):
        by_name.setdefault(names.plain(some_id), []).append(some_id)
    return [i for name in alphabetical(by_name) for i in by_name[name]]
