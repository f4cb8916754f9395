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
class GeneratedCustomers:
    """Simulated customers of a named shape, with known segments where it has any."""

    shape: str
    seed: int = 0  # of the draw
    customers: int = 200
    cleaning: CleaningPlan = field(default_factory=CleaningPlan)

    @property
    def name(self) -> str:
        """The data set's name in tables."""
        return self.shape if self.seed == 0 else f"{self.shape}_{self.seed}"


@dataclass(frozen=True)
class ShippedTable:
    """A table with known classes that comes with scikit-learn, or a sample of it."""

    table: str
    seed: int | None = None  # of the sample; None: the whole table
    customers: int | None = None  # size of the sample
    cleaning: CleaningPlan = field(default_factory=CleaningPlan)

    @property
    def name(self) -> str:
        """The data set's name in tables."""
        return self.table if self.seed is None else f"{self.table}_{self.seed}"


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


DataSource = (
    SimulatedMall
    | GeneratedCustomers
    | ShippedTable
    | TableSource
    | OrderLog
    | OpenmlSource
)
"""Any of them."""
