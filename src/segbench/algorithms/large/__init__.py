"""What algorithms are run as on more customers than they can be fitted on.

Each estimator is fitted on a random sample, as the one it stands for is, and gives the
other customers their segment by a rule of its own. On as many customers as the sample
holds, it *is* the one it stands for.
"""
