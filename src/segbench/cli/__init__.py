"""The command line."""

from segbench.cli.main import main

__all__ = ["main"]
