"""Records as a module of segbench might define them, and exact comparison."""

import sys
from dataclasses import InitVar, dataclass, field, fields, is_dataclass
from enum import Enum, Flag, IntEnum
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from segbench.cache import FolderCache

NAME = "segbench._cache_probe"


@dataclass(frozen=True)
class Record:
    left: Any
    right: Any = None
    seconds: float = field(default=0.0, metadata={"key": False})


@dataclass(frozen=True, slots=True)
class Checked:
    low: int
    high: int

    def __post_init__(self):
        if self.low > self.high:
            raise ValueError("low is above high")


@dataclass(init=False)
class OwnConstructor:
    value: int

    def __init__(self, value):
        self.value = value


@dataclass(init=False)
class OtherConstructor:
    value: int

    def __init__(self):
        self.value = 0


@dataclass
class Computed:
    value: int
    twice: int = field(init=False, default=0)


@dataclass
class TakesMore:
    value: int
    more: InitVar[int]


class Level(IntEnum):
    LOW = 1
    HIGH = 2


class Mode(Flag):
    READ = 1
    WRITE = 2


class Plain:
    class Inner(Enum):
        A = "a"


CLASSES = (
    Record, Checked, OwnConstructor, OtherConstructor, Computed, TakesMore, Level, Mode,
    Plain, Plain.Inner,
)  # fmt: skip


@pytest.fixture(scope="session", autouse=True)
def probe():
    """Put the classes above where segbench's own are looked for."""
    module = ModuleType(NAME)
    for known in CLASSES:
        known.__module__ = NAME
        if "." not in known.__qualname__:
            setattr(module, known.__name__, known)
    sys.modules[NAME] = module
    yield module
    del sys.modules[NAME]


@pytest.fixture
def cache(tmp_path):
    return FolderCache(tmp_path / "cache")


def same(one, other):
    """Whether two values are equal to the last type and bit; all NaN are one."""
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray | np.generic):
        alike = (one.dtype, one.shape) == (other.dtype, other.shape)
        return alike and one.tobytes() == other.tobytes()
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return same(list(one.items()), list(other.items()))
    if is_dataclass(one):
        names = [each.name for each in fields(one)]
        return all(same(getattr(one, name), getattr(other, name)) for name in names)
    return one.hex() == other.hex() if isinstance(one, float) else one == other
