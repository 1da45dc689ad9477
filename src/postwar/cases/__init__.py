"""Cases: a folder of data becomes a :class:`~postwar.core.case.Case`, or a list of what is wrong with it.

See docs/cases.md for the form of every file.
"""

from postwar.cases.folder import bundled_ids, find_case
from postwar.cases.load import check_case, load_case, load_names, restricted_sources

__all__ = ["bundled_ids", "check_case", "find_case", "load_case", "load_names", "restricted_sources"]
