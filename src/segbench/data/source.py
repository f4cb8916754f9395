"""Where customers come from, as validated settings."""

from __future__ import annotations

from dataclasses import dataclass, field

from segbench.core import CleaningPlan
from segbench.data.orders import OrderSource
from segbench.data.reading import ReadOptions
from segbench.data.roles import DeclaredRoles
from segbench.data.values import ValueRules


@dataclass(frozen=True)
class Published:
    """What is known of a published data set whose file somebody has downloaded."""

    origin: str = ""  # who published it and where
    customers: int | None = None  # after reading, before the cleaning plan
    fingerprint: str | None = None  # of the content, without a cleaning plan


@dataclass(frozen=True)
class SimulatedMall:
    """Simulated customers with the structure of the mall study."""

    seed: int = 0  # of the simulation
    cleaning: CleaningPlan = field(default_factory=CleaningPlan)

    @property
    def name(self) -> str:
        """The data set's name in tables."""
        return "mall_simulated" if self.seed == 0 else f"mall_simulated_{self.seed}"


@dataclass(frozen=True)
class TableSource:
    """A table in a file, one row a customer."""

    path: str
    name: str  # the data set's name in tables
    declared: DeclaredRoles = field(default_factory=DeclaredRoles)
    rename: tuple[tuple[str, str], ...] = ()  # (from, to), where the header has from
    reading: ReadOptions = field(default_factory=ReadOptions)
    values: ValueRules = field(default_factory=ValueRules)
    cleaning: CleaningPlan = field(default_factory=CleaningPlan)
    published: Published = field(default_factory=Published)


@dataclass(frozen=True)
class OrderLog:
    """An order log that becomes one row a customer."""

    orders: OrderSource
    cleaning: CleaningPlan = field(default_factory=CleaningPlan)
    published: Published = field(default_factory=Published)

    @property
    def name(self) -> str:
        """The data set's name in tables."""
        return self.orders.name


@dataclass(frozen=True)
class OpenmlSource:
    """A data set of OpenML, by its number; it takes a network."""

    number: int
    name: str
    declared: DeclaredRoles = field(default_factory=DeclaredRoles)
    cleaning: CleaningPlan = field(default_factory=CleaningPlan)


DataSource = SimulatedMall | TableSource | OrderLog | OpenmlSource
"""Any of them."""
