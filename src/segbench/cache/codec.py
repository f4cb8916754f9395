"""Values as blocks of bytes and back, exactly, without running code of the file's.

The first block is JSON: scalars are themselves, everything else is a list that begins
with what it is. The other blocks are the arrays that it numbers.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import is_dataclass
from enum import Enum
from typing import Any

import numpy as np

from segbench.cache.arrays import (
    array_from_block,
    array_to_block,
    scalar_from_text,
    scalar_to_text,
)
from segbench.cache.classes import class_at, field_names, path_of
from segbench.cache.container import DamagedRecordError

_WIDEST = 64  # bits of an int that is written in decimal; Python limits longer ones


def encode(value: Any) -> list[Any]:
    """Give the blocks of a value.

    It is nested of: None, bool, int, float, str, range, tuple, list, dict, numpy's
    scalars and arrays without objects, and segbench's own enums and dataclasses.

    Raises
    ------
    TypeError
        When something else is in it; the message names its type.
    """
    encoder = _Encoder()
    tree = encoder.node(value)
    text = json.dumps(
        {"classes": encoder.classes, "tree": tree},
        ensure_ascii=False,
        check_circular=False,
        separators=(",", ":"),
    )
    return [text.encode("utf-8", "surrogatepass"), *encoder.blocks]


def decode(blocks: Sequence[Any]) -> Any:
    """Make the value again, every type as it was.

    Raises
    ------
    Exception
        Of any kind, when the blocks are not of `encode`.
    """
    content = json.loads(bytes(blocks[0]).decode("utf-8", "surrogatepass"))
    return _Decoder(content["classes"], blocks[1:]).node(content["tree"])


class _Encoder:
    """Collects the arrays and the classes of a value."""

    def __init__(self) -> None:
        self.blocks: list[Any] = []
        self.classes: list[tuple[str, tuple[str, ...] | None]] = []
        self._numbers: dict[type, int] = {}

    def node(self, value: Any) -> Any:
        kind = type(value)
        if value is None or kind in _AS_THEY_ARE:
            return value
        writer = _WRITERS.get(kind)
        if writer is not None:
            return writer(self, value)
        if isinstance(value, np.ndarray):
            return self._array(value)
        if isinstance(value, np.generic):
            return ["n", *scalar_to_text(value)]
        if isinstance(value, Enum):
            return self._enum(value)
        if is_dataclass(value) and not isinstance(value, type):
            return self._record(value)
        name = f"{kind.__module__}.{kind.__qualname__}"
        raise TypeError(f"{name} has no place in a cache")

    def whole(self, value: int) -> Any:
        return value if value.bit_length() < _WIDEST else ["i", hex(value)]

    def sequence(self, value: Sequence[Any]) -> Any:
        return ["t" if type(value) is tuple else "l", *map(self.node, value)]

    def mapping(self, value: Mapping[Any, Any]) -> Any:
        node = self.node
        return ["d", *[node(one) for item in value.items() for one in item]]

    def range(self, value: range) -> Any:
        return ["r", *map(self.whole, (value.start, value.stop, value.step))]

    def _array(self, value: Any) -> Any:
        described, block = array_to_block(value)
        self.blocks.append(block)
        return ["a", len(self.blocks) - 1, *described]

    def _enum(self, value: Enum) -> Any:
        kind = type(value)
        if value.name not in kind.__members__:
            raise TypeError(f"{kind.__qualname__} has no place in a cache: no member")
        return ["e", self._number(kind, None), value.name]

    def _record(self, value: Any) -> Any:
        kind: Any = type(value)
        names = field_names(kind)
        number = self._number(kind, names)
        return ["o", number, *[self.node(getattr(value, name)) for name in names]]

    def _number(self, kind: type, names: tuple[str, ...] | None) -> int:
        if kind not in self._numbers:
            self.classes.append((path_of(kind), names))
            self._numbers[kind] = len(self._numbers)
        return self._numbers[kind]


_AS_THEY_ARE = frozenset([bool, float, str])

_WRITERS: Mapping[type, Callable[[_Encoder, Any], Any]] = {
    int: _Encoder.whole,
    tuple: _Encoder.sequence,
    list: _Encoder.sequence,
    dict: _Encoder.mapping,
    range: _Encoder.range,
}


class _Decoder:
    """Makes values of nodes."""

    def __init__(self, classes: Any, blocks: Sequence[Any]) -> None:
        self._blocks = blocks
        self._classes: list[Any] = [_known(path, names) for path, names in classes]

    def node(self, node: Any) -> Any:
        if isinstance(node, list):
            return _READERS[node[0]](self, node[1:])
        if isinstance(node, dict):
            raise DamagedRecordError("a node of no kind")
        return node

    def nodes(self, nodes: Sequence[Any]) -> list[Any]:
        return [self.node(node) for node in nodes]

    def mapping(self, nodes: Sequence[Any]) -> dict[Any, Any]:
        content = self.nodes(nodes)
        return dict(zip(content[::2], content[1::2], strict=True))

    def array(self, node: Sequence[Any]) -> Any:
        number, *described = node
        return array_from_block(described, self._blocks[number])

    def enum(self, node: Sequence[Any]) -> Any:
        number, name = node
        kind = self._classes[number]
        if not issubclass(kind, Enum):
            raise DamagedRecordError("a member of no enum")
        return kind[name]

    def record(self, node: Sequence[Any]) -> Any:
        kind = self._classes[node[0]]
        if not is_dataclass(kind):
            raise DamagedRecordError("fields of no dataclass")
        make: Any = kind
        content = self.nodes(node[1:])
        return make(**dict(zip(field_names(make), content, strict=True)))


def _known(path: str, names: list[str] | None) -> Any:
    kind = class_at(path)
    if names is not None and tuple(names) != field_names(kind):
        raise DamagedRecordError("other fields than the class has")
    return kind


_READERS: Mapping[str, Callable[[_Decoder, Any], Any]] = {
    "i": lambda _, node: int(node[0], 16),
    "t": lambda decoder, node: tuple(decoder.nodes(node)),
    "l": _Decoder.nodes,
    "d": _Decoder.mapping,
    "r": lambda decoder, node: range(*decoder.nodes(node)),
    "a": _Decoder.array,
    "n": lambda _, node: scalar_from_text(*node),
    "e": _Decoder.enum,
    "o": _Decoder.record,
}
