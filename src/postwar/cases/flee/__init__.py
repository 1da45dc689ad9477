"""A FLEE input directory, as it stands, becomes a :class:`~postwar.core.flight.Flight`, or a list of what is wrong.

    directory    where its files lie                     sheet        text to rows with lines, numbers, days
    locations    places                                  routes       ways between them
    closures     closed borders, places and links        conflicts    conflict by day
    period       the first day and the number of days    reports      what camps reported, and corrections
    settings     the rule set                            reach        camps that no route reaches
    load         all of them together

See docs/replay.md for what is refused and what is read with indulgence.
"""

from postwar.cases.flee.load import check_flight, load_flight

__all__ = ["check_flight", "load_flight"]
