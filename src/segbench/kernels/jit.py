"""The one way kernels are compiled. Importing this module imports numba.

The cache on disk notices a change of a kernel's own file only: after a change of
a helper in another file, delete the cache.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit

Kernel = TypeVar("Kernel", bound=Callable[..., Any])


def jit(
    signature: str | None = None, *, reorder_sums: bool = False, inline: bool = False
) -> Callable[[Kernel], Kernel]:
    """Compile a kernel that releases the GIL, cached on disk where possible.

    Parameters
    ----------
    signature : str, optional
        Compile at import for these types. Without it the kernel is a helper,
        compiled together with the kernels that call it.
    reorder_sums : bool
        Let sums be added up in another order, which vector registers need.
    inline : bool
        Put the helper's code into its caller, which can then vectorise across both.

    Returns
    -------
    decorator : callable
    """
    # NaN and infinities keep their meaning under these flags.
    fastmath = {"contract", "reassoc", "nsz"} if reorder_sums else {"contract"}
    # The numpy model divides by zero silently; tests for it slow loops down.
    options: dict[str, Any] = {
        "nogil": True,
        "fastmath": fastmath,
        "error_model": "numpy",
        "inline": "always" if inline else "never",
    }

    def decorate(function: Kernel) -> Kernel:
        try:
            return cast("Kernel", njit(signature, cache=True, **options)(function))
        except RuntimeError:  # nowhere to write the cache: compile every time
            return cast("Kernel", njit(signature, **options)(function))

    return decorate
