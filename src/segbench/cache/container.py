r"""Blocks of bytes in one file, where a changed byte is seen.

``magic, version, number of blocks, checksum``, then two lengths a block (as it is, as
it is stored), then the blocks; little-endian. A block whose lengths differ is
compressed. The checksum is of the record's key and of everything but itself, so that a
record under the name of another is as foreign as half of one.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Sequence
from typing import Any

VERSION = 1
"""Version of the layout; records of another one are not read."""

MAGIC = b"\x89segrec\n"

_START = struct.Struct("<8sHI")
_CHECKSUM_BYTES = 16
_LENGTHS = struct.Struct("<QQ")

_SMALLEST = 256  # bytes; below, a block is not worth compressing
_SAMPLE = 4096  # bytes that are tried before a long block is compressed
_PAYS = 0.8  # share of the bytes that may be left


class DamagedRecordError(ValueError):
    """The bytes are no record that was written under the key."""


def pack(blocks: Sequence[Any], key: str) -> list[bytes | memoryview]:
    """Give the parts of a file of blocks.

    Parameters
    ----------
    blocks : sequence of bytes-like
        What is kept, contiguous.
    key : str
        What the record is called.
    """
    raw = [memoryview(block).cast("B") for block in blocks]
    stored = [_squeezed(block) for block in raw]
    start = _START.pack(MAGIC, VERSION, len(raw))
    lengths = b"".join(
        _LENGTHS.pack(len(block), len(kept))
        for block, kept in zip(raw, stored, strict=True)
    )
    return [start, checksum(key, [start, lengths, *stored]), lengths, *stored]


def unpack(data: bytes, key: str) -> list[bytes | memoryview]:
    """Give the blocks of what `pack` made.

    Raises
    ------
    DamagedRecordError
        When the bytes are of something else, cut off, changed, or of another layout.
    """
    view = memoryview(data)
    first = _START.size + _CHECKSUM_BYTES
    if len(view) < first:
        raise DamagedRecordError("too short")
    magic, version, count = _START.unpack_from(view)
    if magic != MAGIC or version != VERSION:
        raise DamagedRecordError("of another kind or layout")
    written = view[_START.size : first]
    if checksum(key, [view[: _START.size], view[first:]]) != written:
        raise DamagedRecordError("not the bytes that were written")
    offset = first + count * _LENGTHS.size
    blocks = []
    for length, kept in _LENGTHS.iter_unpack(view[first:offset]):
        blocks.append(_unsqueezed(view[offset : offset + kept], length))
        offset += kept
    if offset != len(view) or len(blocks) != count:
        raise DamagedRecordError("of another length")
    return blocks


def checksum(key: str, parts: Sequence[Any]) -> bytes:
    """Hash the parts of a record under its key, 16 bytes."""
    digest = hashlib.blake2b(key.encode(), digest_size=_CHECKSUM_BYTES)
    for part in parts:
        digest.update(part)
    return digest.digest()


def _squeezed(block: memoryview) -> bytes | memoryview:
    """Compress a block, quickly, if that pays."""
    if len(block) < _SMALLEST:
        return block
    sample = block[:_SAMPLE]
    tried = zlib.compress(sample, 1)
    if len(tried) > _PAYS * len(sample):
        return block
    if len(sample) == len(block):
        return tried
    kept = zlib.compress(block, 1)
    return kept if len(kept) < _PAYS * len(block) else block


def _unsqueezed(stored: memoryview, length: int) -> bytes | memoryview:
    """Give a block as it was; never more bytes than it is said to have."""
    if len(stored) == length:
        return stored
    if len(stored) > length:
        raise DamagedRecordError("longer than it was")
    block = zlib.decompressobj().decompress(stored, length)
    if len(block) != length:
        raise DamagedRecordError("shorter than it was")
    return block
