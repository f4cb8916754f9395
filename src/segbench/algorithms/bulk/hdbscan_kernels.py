"""Compiled cuts of HDBSCAN's tree: condensed tree, stabilities, excess of mass.

The definitions are those of Campello, Moulavi and Sander [1]_, with the conventions
of the hdbscan library down to the order of sums and the places that are rounded to
single precision, because ties between stabilities are decided there.

Clusters are numbered from 0, the root, in breadth-first order: children come after
their parents. A lambda is the inverse of a distance, infinite for duplicates.

References
----------
.. [1] Campello, Moulavi and Sander (2013). Density-based clustering based on
   hierarchical density estimates. PAKDD 2013, 160-172.
   doi:10.1007/978-3-642-37456-2_14
"""

from __future__ import annotations

import numpy as np

from segbench.algorithms.bulk.samples import Floats, Labels
from segbench.kernels.jit import jit

NOISE = -1


@jit()
def _size(tree: Floats, node: float) -> int:
    """Return the number of customers under a node."""
    n = len(tree) + 1
    return 1 if node < n else int(tree[int(node) - n, 3])


@jit()
def _drop(tree: Floats, node: int, cluster: int, owners: Labels) -> None:
    """Let the customers under a node leave a cluster."""
    n = len(tree) + 1
    stack = np.empty(n + 1, np.int64)
    stack[0], waiting = node, 1
    while waiting > 0:
        waiting -= 1
        node = stack[waiting]
        if node < n:
            owners[node] = cluster
        else:
            stack[waiting], stack[waiting + 1] = (
                int(tree[node - n, 0]),
                int(tree[node - n, 1]),
            )
            waiting += 2


@jit()
def _condense(
    tree: Floats, min_cluster_size: int, owners: Labels, parents: Labels
) -> Floats:
    """Condense the tree; return the stability of each cluster.

    Writes the cluster that each customer leaves last, and each cluster's parent.
    """
    n = len(tree) + 1
    queue, clusters = np.empty(n, np.int64), np.empty(n, np.int64)
    births, masses, stabilities = np.zeros(n), np.zeros(n), np.zeros(n)
    queue[0], clusters[0] = 2 * n - 2, 0
    done, waiting, n_clusters = 0, 1, 1
    while done < waiting:
        row, cluster = queue[done] - n, clusters[done]
        done += 1
        lambda_ = 1.0 / tree[row, 2] if tree[row, 2] > 0.0 else np.inf
        excess = lambda_ - births[cluster]
        fewest = min(_size(tree, tree[row, 0]), _size(tree, tree[row, 1]))
        for side in range(2):
            child = int(tree[row, side])
            size = _size(tree, child)
            if size < min_cluster_size:
                _drop(tree, child, cluster, owners)
                for _ in range(size):
                    stabilities[cluster] += excess
                continue
            queue[waiting], clusters[waiting] = child, cluster
            if fewest >= min_cluster_size:
                clusters[waiting], parents[n_clusters] = n_clusters, cluster
                births[n_clusters], masses[n_clusters] = lambda_, excess * size
                n_clusters += 1
            waiting += 1
    # A split is the last that happens to a cluster. In a loop of its own, a product
    # is rounded before it is added.
    for cluster in range(1, n_clusters):
        stabilities[parents[cluster]] += masses[cluster]
    return stabilities[:n_clusters]


@jit()
def _select(parents: Labels, stabilities: Floats) -> Labels:
    """Return the selected cluster that each cluster lies in, 0 = none.

    A cluster is kept unless its parts are more stable; the root never is.
    """
    n_clusters = len(stabilities)
    selected = np.zeros(n_clusters, np.int64)
    parts = np.zeros(n_clusters, np.float32)  # the library's precision
    # Brothers are neighbours, and the library adds the elder one first.
    for younger in range(n_clusters - 1, 0, -2):
        for cluster in (younger, younger - 1):
            if parts[cluster] > stabilities[cluster]:
                stabilities[cluster] = parts[cluster]
            else:
                selected[cluster] = cluster
        elder = np.float32(stabilities[younger - 1])
        parts[parents[younger]] = np.float32(elder + stabilities[younger])
    for cluster in range(1, n_clusters):
        above = selected[parents[cluster]]
        selected[cluster] = above if above > 0 else selected[cluster]
    return selected


@jit("int64[:, ::1](float64[:, ::1], int64[::1])")
def cut_tree(tree: Floats, min_cluster_sizes: Labels) -> Labels:
    """Label customers for every smallest size of a cluster.

    Parameters
    ----------
    tree : ndarray of shape (n - 1, 4)
        Single linkage by mutual reachability, in scipy's format.
    min_cluster_sizes : ndarray of shape (s,)
        At least 2.

    Returns
    -------
    labels : ndarray of shape (s, n)
        In the library's order, -1 = noise.
    """
    n = len(tree) + 1
    labels = np.full((len(min_cluster_sizes), n), NOISE)
    owners, parents = np.empty(n, np.int64), np.zeros(n, np.int64)
    numbers = np.empty(n, np.int64)
    for s in range(len(min_cluster_sizes)):
        stabilities = _condense(tree, min_cluster_sizes[s], owners, parents)
        selected = _select(parents, stabilities)
        found = 0
        for cluster in range(1, len(selected)):
            if selected[cluster] == cluster:
                numbers[cluster] = found
                found += 1
        for i in range(n):
            if selected[owners[i]] > 0:
                labels[s, i] = numbers[selected[owners[i]]]
    return labels
