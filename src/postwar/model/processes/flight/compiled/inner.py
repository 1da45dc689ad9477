"""How the functions inside the kernel are compiled: for the kernel's use alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from postwar.model.compiled.cache import KEPT


def inner(inline: bool = False) -> Callable[[Callable[..., Any]], Any]:
    """Compile a function that only compiled code calls, and that makes no array: without the wrapper for Python, which
    takes longer to compile than the function, and without counting references, which takes half of the running time.

    With ``inline`` its body is put into its callers, which spares passing arrays.
    """
    import numba

    return numba.njit(cache=KEPT, nogil=True, error_model="numpy", forceinline=inline, no_cpython_wrapper=True,
                      no_cfunc_wrapper=True, _nrt=False)
