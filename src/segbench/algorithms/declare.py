"""The decorator that makes a class an algorithm of every comparison."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypedDict, TypeVar, Unpack

from segbench.algorithms.registry import register, spec_from_node
from segbench.errors import ConfigError
from segbench.plugins.session import DECLARED, keep_class

Made = TypeVar("Made", bound=type)


class Declaration(TypedDict, total=False):
    """What may be declared, as in a YAML file; see `AlgorithmSpec`."""

    k_param: str | None
    grid: Mapping[str, Any]
    params: Mapping[str, Any]
    metrics: Sequence[str] | Mapping[str, Mapping[str, Any]]
    categories: str | None
    feature_names: str | None
    wants: Sequence[str]
    assigns_noise: bool
    scales_with_n: Sequence[str]
    memory: str
    time: str
    baseline: bool
    cite: str
    needs: str
    large: Mapping[str, Any]


def algorithm(name: str, **declared: Unpack[Declaration]) -> Callable[[Made], Made]:
    """Declare a scikit-learn estimator as an algorithm that can be compared.

    Parameters
    ----------
    name : str
        The name in ``+algo=NAME``, in ``segbench.compare(algorithms=[NAME])`` and in
        every table.
    **declared
        What a YAML file would say: ``k_param``, ``grid``, ``params``,
        ``assigns_noise``, ``memory``, ``cite``, ``needs`` and the other fields of
        `AlgorithmSpec`. An algorithm without ``k_param`` finds its own number of
        segments.

    Returns
    -------
    callable
        Takes the class, which needs ``fit_predict``, ``get_params`` and
        ``set_params``, and gives it back as it is.

    Raises
    ------
    ConfigError
        When the name is taken, the class is no clusterer or a field is unknown.

    Examples
    --------
    >>> import segbench
    >>> from sklearn.cluster import KMeans
    >>> @segbench.algorithm("restless", k_param="n_clusters", params={"n_init": 1})
    ... class Restless(KMeans):
    ...     "k-means from a single start."
    """

    def declare(estimator_class: Made) -> Made:
        target = f"{estimator_class.__module__}.{estimator_class.__qualname__}"
        for method in ("fit_predict", "get_params", "set_params"):
            if not hasattr(estimator_class, method):
                message = f"algorithm {name!r}: {target} has no {method}"
                raise ConfigError(f"{message}; see docs/add-an-algorithm.md")
        node = {"target": target, **declared}
        spec = spec_from_node(name, node, f"module {estimator_class.__module__}")
        keep_class(target, estimator_class)
        setattr(estimator_class, DECLARED, register(spec))
        return estimator_class

    return declare
