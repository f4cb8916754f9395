"""Tables and the terminal: what a person sees of a run.

Nothing is imported here: a line in the terminal needs no figures.
"""
