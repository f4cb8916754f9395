"""A ready package for an algorithm of one's own."""

from segbench.scaffold.package import AlgorithmName, render, write_package

__all__ = ["AlgorithmName", "render", "write_package"]
