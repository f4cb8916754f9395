"""From an order log to one row a customer: recency, frequency, monetary value."""

from segbench.data.orders.settings import order_source
from segbench.data.orders.source import DateOrder, OrderColumns, OrderSource, Returns
from segbench.data.orders.table import orders_table

__all__ = [
    "DateOrder",
    "OrderColumns",
    "OrderSource",
    "Returns",
    "order_source",
    "orders_table",
]
