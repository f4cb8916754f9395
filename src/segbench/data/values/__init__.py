"""What cells mean: numbers, money, percent, dates, missing marks, or just text."""

from segbench.data.values.cells import as_text
from segbench.data.values.column import Column, Kind, interpret, interpret_table
from segbench.data.values.dates import Dates, parse_dates
from segbench.data.values.remarks import Remark
from segbench.data.values.rules import ValueRules

__all__ = [
    "Column",
    "Dates",
    "Kind",
    "Remark",
    "ValueRules",
    "as_text",
    "interpret",
    "interpret_table",
    "parse_dates",
]
