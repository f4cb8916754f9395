"""Entry points of installed packages, as their metadata has them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from segbench.errors import ConfigError

ALGORITHMS = "segbench.algorithms"
MEASURES = "segbench.measures"
SCALERS = "segbench.scalers"
"""Groups of entry points; an entry point's name is that of what it offers."""


@dataclass(frozen=True)
class Offer:
    """Something that an installed package offers; nothing of it is imported yet."""

    group: str
    name: str
    value: str  # such as "their_package.module:Class"
    distribution: str  # the installed package
    version: str

    @property
    def kind(self) -> str:
        """What is offered, such as ``"algorithm"``."""
        return self.group.removeprefix("segbench.").removesuffix("s")

    @property
    def origin(self) -> str:
        """The package and its version, as listings and messages name it."""
        return f"{self.distribution} {self.version}".strip()


@cache
def offers(group: str) -> Mapping[str, tuple[Offer, ...]]:
    """Read what installed packages offer in a group.

    Parameters
    ----------
    group : str
        `ALGORITHMS`, `MEASURES` or `SCALERS`.

    Returns
    -------
    mapping of str to tuple of Offer
        By name, in alphabetical order; a name with two offers is taken twice.
    """
    from importlib.metadata import entry_points

    found: dict[str, list[Offer]] = {}
    for point in entry_points(group=group):
        about = point.dist
        name, version = (about.name, about.version) if about else ("a package", "")
        offer = Offer(group, point.name, point.value, name, version)
        known = found.setdefault(point.name, [])
        if offer not in known:
            known.append(offer)
    return {
        name: tuple(sorted(found[name], key=lambda one: one.origin))
        for name in sorted(found)
    }


def one_offer(group: str, name: str) -> Offer | None:
    """Return the package's offer of a name; None where no package has it.

    Raises
    ------
    ConfigError
        When several have it; the sentence names them.
    """
    several = offers(group).get(name, ())
    if len(several) > 1:
        origins = " and by ".join(one.origin for one in several)
        message = f"{several[0].kind} {name!r} is offered by {origins}"
        raise ConfigError(f"{message}; uninstall one of them")
    return several[0] if several else None
