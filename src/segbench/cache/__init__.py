"""Finished pieces of work, kept under the hash of what they were made from."""

from segbench.cache.code import code_version
from segbench.cache.folder import FolderCache
from segbench.cache.interface import MISSING, Cache, NoCache
from segbench.cache.keys import content_key

__all__ = [
    "MISSING",
    "Cache",
    "FolderCache",
    "NoCache",
    "code_version",
    "content_key",
]
