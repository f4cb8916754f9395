"""Small tables that are kept to be computed again, and what has become other.

Nothing is imported here.
"""
