"""From a configuration, as plain values, to validated specifications.

Nothing is imported here: who looks for the name of a setting needs no specifications.
"""
