"""One page over many stored runs.

Nothing is imported here.
"""
