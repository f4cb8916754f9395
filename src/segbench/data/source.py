"""Where customers come from, as validated settings."""

from __future__ import annotations

from dataclasses import dataclass, field

from segbench.data.roles import DeclaredRoles


@dataclass(frozen=True)
class SimulatedMall:
    """Simulated customers with the structure of the mall study."""

    seed: int = 0  # of the simulation

    @property
    def name(self) -> str:
        """The data set's name in tables."""
        return "mall_simulated" if self.seed == 0 else f"mall_simulated_{self.seed}"


@dataclass(frozen=True)
class CsvSource:
    """A delimited text file, one row a customer."""

    path: str
    name: str  # the data set's name in tables
    declared: DeclaredRoles = field(default_factory=DeclaredRoles)
    rename: tuple[tuple[str, str], ...] = ()  # (from, to), where the header has from


DataSource = SimulatedMall | CsvSource
