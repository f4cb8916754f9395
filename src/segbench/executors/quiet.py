"""Libraries that keep to one thread and say nothing."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from threadpoolctl import ThreadpoolController


@contextmanager
def one_quiet_thread(libraries: ThreadpoolController | None = None) -> Iterator[None]:
    """Keep the libraries to one thread each, and their warnings off the screen.

    What matters of a fit is in its outcome: a status, a reason, finite scores. That
    the customers are finite numbers was checked when their space was built.

    Parameters
    ----------
    libraries : ThreadpoolController, optional
        The libraries that are loaded, for those who come back often: looking for them
        takes 10 ms.
    """
    from sklearn import config_context
    from threadpoolctl import ThreadpoolController

    found = ThreadpoolController() if libraries is None else libraries
    quiet = warnings.catch_warnings()
    with found.limit(limits=1), config_context(assume_finite=True), quiet:
        warnings.simplefilter("ignore")
        yield
