"""Archives: the parts of a packed file (DOCX, XLSX), each unpacked only as far as its limits allow."""

from __future__ import annotations

import io
import zipfile
import zlib

from postwar.core.errors import Problem, ReportError
from postwar.reading.inputs.limits import PARTS, RATIO, UNPACKED_BYTES

_PROTECTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # how an office file begins that a password locks, and older forms
_SLACK = 2**20  # bytes that may unpack from anything


class Archive:
    """A packed file. Raises ``ReportError`` where it is damaged, locked, or swells beyond its limits.

    >>> Archive("a.docx", b"PK")
    Traceback (most recent call last):
    ...
    postwar.core.errors.ReportError: a.docx: is damaged or cut short; fetch it again
    """

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        if data.startswith(_PROTECTED):
            raise self._refused("is protected by a password, or of a form from before 2007", "save it anew without")
        try:
            self._file = zipfile.ZipFile(io.BytesIO(data))
            self._parts = {info.filename: info for info in self._file.infolist()[:PARTS]}
        except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError, OverflowError):
            raise self._refused("is damaged or cut short", "fetch it again") from None

    def __contains__(self, part: str) -> bool:
        return part in self._parts

    def names(self) -> list[str]:
        """The names of the parts, sorted."""
        return sorted(self._parts)

    def part(self, part: str) -> bytes:
        """The bytes of one part; ``ReportError`` where it lacks, is damaged or swells."""
        info = self._parts.get(part)
        if info is None:
            raise self._refused("lacks", "fetch it again, or save it anew", part)
        limit = min(UNPACKED_BYTES, max(_SLACK, RATIO * info.compress_size))
        if info.flag_bits & 1:
            raise self._refused("is protected by a password", "save it without one", part)
        try:
            with self._file.open(info) as stream:
                data = stream.read(limit + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            OSError,
            EOFError,
            NotImplementedError,
            RuntimeError,
            ValueError,
            OverflowError,
        ):
            raise self._refused("is damaged in", "fetch it again", part) from None
        except Exception as fault:  # lzma and bzip2 name their own faults
            raise self._refused("is damaged in", "fetch it again", part) from fault
        if len(data) > limit:
            raise self._refused(f"unpacks to more than {limit // 2**20} MB:", "give the part that matters", part)
        return data

    def _refused(self, message: str, mend: str, part: str | None = None) -> ReportError:
        return ReportError(Problem(self.name, None, part, message, mend))
