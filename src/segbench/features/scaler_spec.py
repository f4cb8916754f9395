"""What a scaler is: a name and a transformer that is made when it is needed."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from segbench.errors import ConfigError
from segbench.plugins.session import keep_class, kept_class


@dataclass(frozen=True)
class ScalerSpec:
    """A named scikit-learn transformer; no target leaves the units as they are."""

    name: str
    target: str | None = None
    params: Mapping[str, Any] = field(default_factory=dict)
    origin: str = field(default="segbench", compare=False)  # where it was declared

    def __reduce__(self) -> tuple[Any, ...]:
        """Take along a class that other processes cannot import."""
        values = tuple(getattr(self, one.name) for one in fields(self))
        return _again, (values, kept_class(self.target or ""))

    def transformer(self) -> Any:
        """Make the unfitted transformer, ``"passthrough"`` without a target.

        Raises
        ------
        ConfigError
            When the target is no class with ``fit_transform``; nothing is called to
            find out.
        """
        if self.target is None:
            return "passthrough"
        module, _, attribute = self.target.rpartition(".")
        try:
            found = kept_class(self.target)
            found = found or getattr(importlib.import_module(module), attribute)
            if not (inspect.isclass(found) and hasattr(found, "fit_transform")):
                message = f"scaler {self.name!r}: {self.target!r} is no transformer"
                raise ConfigError(f"{message}; a class with fit_transform is needed")
            return found(**self.params)
        except ConfigError:
            raise
        except (ImportError, AttributeError, ValueError, TypeError) as error:
            message = f"scaler {self.name!r}: cannot make {self.target!r} ({error})"
            raise ConfigError(message) from error


def _again(values: tuple[Any, ...], its_class: Any) -> ScalerSpec:
    spec = ScalerSpec(*values)
    if its_class is not None:
        keep_class(str(spec.target), its_class)
    return spec
