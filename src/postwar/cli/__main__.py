"""``python -m postwar.cli``: the same as ``postwar``."""

from __future__ import annotations

import sys

from postwar.cli.command import main

sys.exit(main())
