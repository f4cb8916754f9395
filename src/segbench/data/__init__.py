"""From a file or a frame to a `Dataset`: read, infer roles, clean, keep a log."""

from segbench.data.build import MISSING_LEVEL, build_dataset
from segbench.data.cleaning import clean
from segbench.data.labelled import generate_customers, shipped_table
from segbench.data.load import load
from segbench.data.orders import OrderSource, order_source
from segbench.data.reading import ReadOptions
from segbench.data.roles import DeclaredRoles
from segbench.data.source import (
    DataSource,
    GeneratedCustomers,
    OpenmlSource,
    OrderLog,
    Published,
    ShippedTable,
    SimulatedMall,
    TableSource,
)
from segbench.data.values import ValueRules

__all__ = [
    "MISSING_LEVEL",
    "DataSource",
    "DeclaredRoles",
    "GeneratedCustomers",
    "OpenmlSource",
    "OrderLog",
    "OrderSource",
    "Published",
    "ReadOptions",
    "ShippedTable",
    "SimulatedMall",
    "TableSource",
    "ValueRules",
    "build_dataset",
    "clean",
    "generate_customers",
    "load",
    "order_source",
    "shipped_table",
]
