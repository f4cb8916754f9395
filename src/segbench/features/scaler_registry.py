"""Scalers by name: those that were registered and those that packages offer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from segbench.conf_files import options
from segbench.errors import ConfigError, UnknownNameError
from segbench.features.scaler_spec import ScalerSpec
from segbench.plugins import SCALERS, Offer, load, offers, one_offer
from segbench.plugins.session import DECLARED, declared_of, keep_class

Made = TypeVar("Made", bound=type)

_registered: dict[str, ScalerSpec] = {}


def scaler(name: str, **params: Any) -> Callable[[Made], Made]:
    """Declare a scikit-learn transformer as a scaler that can be chosen by name.

    Parameters
    ----------
    name : str
        The name in ``scaler=NAME`` and in every table.
    **params
        What the class is made with.

    Returns
    -------
    callable
        Takes the class, which needs ``fit_transform``, and gives it back as it is.

    Raises
    ------
    ConfigError
        When the name is taken or the class is no transformer.
    """

    def declare(scaler_class: Made) -> Made:
        target = f"{scaler_class.__module__}.{scaler_class.__qualname__}"
        if not hasattr(scaler_class, "fit_transform"):
            raise ConfigError(f"scaler {name!r}: {target} has no fit_transform")
        origin = f"module {scaler_class.__module__}"
        keep_class(target, scaler_class)
        spec = register_scaler(ScalerSpec(name, target, params, origin))
        setattr(scaler_class, DECLARED, spec)
        return scaler_class

    return declare


def register_scaler(spec: ScalerSpec) -> ScalerSpec:
    """Add a scaler; a name that is taken is refused with both origins."""
    taken = _registered.get(spec.name)
    other = taken is not None and taken.target != spec.target
    if spec.name in options("scaler") or other:
        by = taken.origin if taken else "segbench"
        message = f"scaler {spec.name!r} of {spec.origin} is already registered by {by}"
        raise ConfigError(f"{message}; choose another name")
    _registered[spec.name] = spec
    return spec


def scaler_origins() -> dict[str, str]:
    """Where every scaler that does not ship comes from, by name."""
    packages = {
        name: " and ".join(one.origin for one in several)
        for name, several in offers(SCALERS).items()
        if name not in options("scaler")
    }
    return {name: spec.origin for name, spec in _registered.items()} | packages


def get_scaler(name: str) -> ScalerSpec:
    """Look up a scaler that does not ship, importing the package that offers it.

    Raises
    ------
    ConfigError
        When there is none of this name, or its package cannot be used.
    """
    offer = one_offer(SCALERS, name)
    if offer is not None:
        return _of_package(offer)
    if name not in _registered:
        known = [*options("scaler"), *scaler_origins()]
        raise UnknownNameError("scaler", name, known)
    return _registered[name]


def _of_package(offer: Offer) -> ScalerSpec:
    spec = declared_of(load(offer))
    if not isinstance(spec, ScalerSpec) or spec.name != offer.name:
        raise ConfigError(
            f"scaler {offer.name!r} of {offer.origin}: {offer.value!r} is no scaler of "
            "that name; a class under @segbench.scaler(...) is needed"
        )
    rival = _registered.get(offer.name)
    if rival is not None and rival.target != spec.target:
        message = f"scaler {offer.name!r} is of {offer.origin} and of {rival.origin}"
        raise ConfigError(f"{message}; rename one of them")
    return replace(spec, origin=offer.origin)
