"""Where compiled code is kept between runs, and the decorator of every kernel. Import this before ``numba``."""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

_PREFIX = "postwar-compiled-"


def user_cache() -> Path:
    """The user's cache folder of this program: ``$XDG_CACHE_HOME/postwar`` or ``~/.cache/postwar``.

    >>> user_cache().name
    'postwar'
    """
    given = os.environ.get("XDG_CACHE_HOME")
    return (Path(given) if given and os.path.isabs(given) else Path("~/.cache").expanduser()) / "postwar"


def source_digest(folder: Path) -> str:
    """Twelve hex digits over all Python sources below a folder, tests left out.

    Numba notices that a kernel's own file has changed, not that a kernel it calls from another file has; a folder for
    each state of the sources leaves nothing to notice.
    """
    digest = hashlib.blake2b(digest_size=6)
    for path in sorted(folder.rglob("*.py")):
        if not path.name.startswith("test_") and path.name != "process.py":      # a process has no kernel
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def cache_folder() -> Path:
    """The folder of this version's compiled code: by the version of Python and the sources of the model.

    It lies in ``$NUMBA_CACHE_DIR`` where that is set, else in :func:`user_cache`.
    """
    own = f"{_PREFIX}{sys.implementation.cache_tag}-{source_digest(Path(__file__).parents[1])}"
    given = os.environ.get("NUMBA_CACHE_DIR")
    if not given:
        return user_cache() / own
    above = Path(given).parent if Path(given).name.startswith(_PREFIX) else Path(given)
    return above / own


def writable(folder: Path) -> bool:
    """Whether files can be made in a folder, which is made where it is missing."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _prepare() -> bool:
    """Point Numba at the cache folder, in the environment before it is imported; whether compiled code can be kept."""
    folder = cache_folder()
    if not writable(folder):
        warnings.warn(f"compiled code cannot be kept in {folder}: it is compiled anew, which takes some seconds",
                      RuntimeWarning, stacklevel=2)
        return False
    os.environ["NUMBA_CACHE_DIR"] = str(folder)
    if "numba" in sys.modules:
        sys.modules["numba"].config.CACHE_DIR = str(folder)
    return True


KEPT = _prepare()
"""Whether compiled code is kept between runs."""


def kernel(inline: bool = False, inner: bool = False) -> Callable[[Callable[..., Any]], Any]:
    """Compile a function without the interpreter: it holds no lock, so that blocks run on threads side by side.

    Division by zero gives an infinity as in NumPy; floating point is never reordered. With ``inline`` the body is
    put into its callers. An ``inner`` one is called by other kernels alone and makes no array: it gets no way in from
    Python, which takes longer to compile than many a kernel, and counts no references.
    """
    import numba

    options = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True, "_nrt": False} if inner else {}
    return numba.njit(cache=KEPT, nogil=True, error_model="numpy", inline="always" if inline else "never", **options)
