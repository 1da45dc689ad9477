"""The command line: parse, call the pipeline, print. Results go to stdout, progress and problems to stderr.

Exit status: 0 fine, 1 findings (a fault in a case, a report that cannot be read, books that do not add up, an alert),
2 usage.
"""

from __future__ import annotations

from postwar.cli.command import main, parser
from postwar.cli.terminal import FINDINGS, FINE, USAGE

__all__ = ["FINDINGS", "FINE", "USAGE", "main", "parser"]
