"""A sum whose order is the same on every processor. Importing this imports numba.

A compiler that may reorder a sum chooses as many partial sums as the processor has
registers for, and the last digits follow from that. Most numbers do not mind; fits that
end in the nearest of many optima do, and their tables would differ from one machine to
the next. Here there are eight partial sums, whatever the registers.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from llvmlite import ir
from numba.core import cgutils, types
from numba.extending import intrinsic
from numpy.typing import NDArray

from segbench.kernels.jit import jit

Floats = NDArray[np.float64]

LANES = 8
"""Partial sums: one register of 512 bits, two of 256, four of 128."""

_DOUBLE, _INDEX = ir.DoubleType(), ir.IntType(64)
_VECTOR = ir.VectorType(_DOUBLE, LANES)


@jit()
def dot(a: Floats, b: Floats) -> float:
    """Return the sum of products of two contiguous arrays; the shorter one ends it.

    Lane j takes the elements j, j + 8, j + 16 and so on; the lanes are added in halves,
    and what is left at the end follows one by one. Every product is added without
    being rounded before.
    """
    return float(_dot(a, b))  # type: ignore[call-arg]  # numba gives the context


@intrinsic
def _dot(_: Any, a: Any, b: Any) -> Any:
    if not (_is_contiguous(a) and _is_contiguous(b)):
        return None
    return types.float64(a, b), _compile_dot


def _is_contiguous(array: Any) -> bool:
    is_array = isinstance(array, types.Array) and array.dtype == types.float64
    return is_array and array.ndim == 1 and array.layout == "C"


def _compile_dot(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
    view: Any = cgutils.create_struct_proxy
    arrays = [
        view(kind)(context, builder, value)
        for kind, value in zip(signature.args, arguments, strict=True)
    ]
    sizes, step = [one.nitems for one in arrays], _INDEX(LANES)
    n = builder.select(builder.icmp_signed("<", *sizes), *sizes)
    whole = builder.mul(builder.udiv(n, step), step)

    lanes = _variable(builder, _VECTOR([_DOUBLE(0.0)] * LANES))
    with cgutils.for_range_slice(builder, _INDEX(0), whole, step, inc=True) as (i, _):
        _add_product(builder, arrays, i, _VECTOR, lanes)

    sums = builder.load(lanes)
    parts = [builder.extract_element(sums, ir.IntType(32)(j)) for j in range(LANES)]
    while len(parts) > 1:
        half = len(parts) // 2
        parts = [builder.fadd(parts[j], parts[j + half]) for j in range(half)]
    total = _variable(builder, parts[0])
    with cgutils.for_range_slice(builder, whole, n, _INDEX(1), inc=True) as (i, _):
        _add_product(builder, arrays, i, _DOUBLE, total)
    return builder.load(total)


def _variable(builder: Any, value: Any) -> Any:
    make: Any = cgutils.alloca_once_value
    return make(builder, value)


def _add_product(builder: Any, arrays: Any, i: Any, kind: Any, total: Any) -> None:
    """Add products from position i on: of one element, or of one for each lane."""
    factors = [
        builder.load(
            builder.bitcast(builder.gep(array.data, [i]), kind.as_pointer()),
            align=8,  # an array may begin anywhere that a number may
        )
        for array in arrays
    ]
    name = "llvm.fma.f64" if kind is _DOUBLE else f"llvm.fma.v{LANES}f64"
    kinds = ir.FunctionType(kind, [kind] * 3)
    declare: Any = cgutils.get_or_insert_function
    fused = declare(builder.module, kinds, name)
    builder.store(builder.call(fused, [*factors, builder.load(total)]), total)
