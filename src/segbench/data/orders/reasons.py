"""Why a line of a log is no purchase; every line has exactly one reason."""

from __future__ import annotations

from enum import IntEnum


class Reason(IntEnum):
    """The first one that applies counts."""

    PURCHASE = 0
    NO_CUSTOMER = 1
    NO_DATE = 2
    AFTER_SNAPSHOT = 3
    OTHER_CURRENCY = 4
    NO_AMOUNT = 5
    CANCELLED = 6
    RETURNED = 7
    NEGATIVE_PRICE = 8
    FREE = 9


GOODS_BACK = (Reason.CANCELLED, Reason.RETURNED)
"""Lines that take money off a customer when returns are netted."""

UNREADABLE = (Reason.NO_DATE, Reason.NO_AMOUNT)
"""Lines that say nothing; a few are left out, many are refused."""
