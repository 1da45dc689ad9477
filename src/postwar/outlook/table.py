"""The outlook as a table: hubverse columns, one row a line."""

from __future__ import annotations

import csv
import io

from postwar.core.outlook import COLUMNS, Outlook, row_values


def outlook_csv(outlook: Outlook) -> str:
    """The rows of an outlook as comma-separated values, in their order, with a header; lines end in a newline.

    The same outlook gives the same text. Columns are those of ``core.outlook.COLUMNS``.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(row_values(row) for row in outlook.rows)
    return text.getvalue()
