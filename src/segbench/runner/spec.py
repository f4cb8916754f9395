"""A run, validated: what the configuration and the Python interface both become."""

from __future__ import annotations

from dataclasses import dataclass, field

from segbench.algorithms import AlgorithmSpec, Sharing
from segbench.algorithms.grids import check_ks
from segbench.checks import whole
from segbench.core import Scheme
from segbench.errors import ConfigError, UnknownNameError
from segbench.executors import Limits
from segbench.features import FeatureSet, ScalerSpec
from segbench.ranking import RankingRule
from segbench.runner.effort import Effort
from segbench.runner.refits import Refits
from segbench.runner.runtime import Workers, n_workers
from segbench.scoring import default_resamples

DEFAULT_KS = tuple(range(2, 11))
"""Numbers of segments that are tried when nothing is said."""

PROCESSES_FROM = 20_000_000
"""Customers squared x spaces x refits from which processes are worth their start.

About there they lose nothing where they have to start first, and gain a third where
they are there already (`experiments/performance/mall_job.py`).
"""


@dataclass(frozen=True)
class RunSpec:
    """What is compared on a data set, and how."""

    features: tuple[FeatureSet, ...]
    scalers: tuple[ScalerSpec, ...]
    algorithms: tuple[AlgorithmSpec, ...]
    ks: tuple[int, ...] = DEFAULT_KS  # for algorithms that take a number of segments
    resamples: int | None = None  # B; 0 = no stability, None = by the data's size
    plain: bool = False  # fit one setting at a time, sharing nothing
    scheme: Scheme = Scheme.BOOTSTRAP  # how refits differ
    reference: tuple[FeatureSet, ScalerSpec] | None = None  # a space to score all in
    rule: RankingRule = field(default_factory=RankingRule)  # of the order
    effort: Effort = field(default_factory=Effort)  # of calibration and verdict
    seed: int = 0
    n_jobs: int = -1  # workers; -1 = one per core
    limits: Limits = field(default_factory=Limits)  # of one piece of work
    cluster: str | None = None  # address of the Dask scheduler that does the work
    exact: bool = False  # no algorithm is replaced by its form for many customers

    def __post_init__(self) -> None:
        """Refuse what no run can be made of."""
        for name in ("features", "scalers", "algorithms"):
            if not getattr(self, name):
                raise ConfigError(f"no {name} chosen; name at least one")
        check_ks(self.ks)
        whole("seed", self.seed, low=0)
        if self.scheme not in list(Scheme):
            raise UnknownNameError("scheme", str(self.scheme), map(str, Scheme))
        object.__setattr__(self, "scheme", Scheme(self.scheme))  # text will do
        if self.resamples is not None:
            whole("resamples", self.resamples, low=0)
        if whole("n_jobs", self.n_jobs, low=-1) == 0:
            raise ConfigError("n_jobs is a number of workers, or -1 for one a core")

    @property
    def chooses_k(self) -> bool:
        """Whether the votes for the number of segments are taken."""
        return self.effort.choose_k and len(self.ks) > 1

    @property
    def keeps_limits(self) -> bool:
        """Whether somebody asked for limits: algorithms then work in processes."""
        return self.limits != Limits()

    @property
    def refits(self) -> Refits:
        """How resamples and null data are refitted."""
        sharing = Sharing.NOTHING if self.plain else Sharing.SAMPLES
        return Refits(sharing, self.scheme)

    def resamples_of(self, n_customers: int) -> int:
        """Number of resamples, B, for a data set of n customers."""
        if self.resamples is None:
            return default_resamples(n_customers)
        return self.resamples

    def workers(self, n_customers: int) -> Workers:
        """Processes for much work, threads of this process for little."""
        spaces = len(self.features) * len(self.scalers)
        refits = max(1, self.resamples_of(n_customers))
        load = n_customers**2 * refits + self.effort.load_of_nulls(n_customers)
        available = n_workers(self.n_jobs)
        if spaces * load < PROCESSES_FROM:
            return Workers(processes=1, threads=available)
        return Workers(processes=available, threads=1)
