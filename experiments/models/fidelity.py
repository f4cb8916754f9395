"""How faithfully the segments of every algorithm are given to customers left out.

    python experiments/models/fidelity.py MALL.csv WHOLESALE.csv

Ten-fold: a rule learnt from nine tenths of the customers and their labels, tried on the
tenth. Each algorithm with the setting of its grid that ranks first, or stands first
where none passes the gates. One row a rule.
"""

import csv
import sys
import warnings
from dataclasses import replace
from pathlib import Path

import hdbscan
import numpy as np
import pandas as pd
from sklearn.metrics import adjusted_rand_score

import segbench
from segbench.algorithms import get
from segbench.algorithms.registry import available
from segbench.errors import SegbenchError
from segbench.features import FeatureSet
from segbench.models import model_of

RESULT = Path(__file__).parents[2] / "results/reference/models/fidelity.csv"
EPSILON = 0.6
MOST = 10

FEATURES = {
    "mall": {
        "standard": FeatureSet(
            "quantities",
            ("Age", "Annual Income (k$)", "Spending Score (1-100)"),
        ),
        "gower": FeatureSet("mixed", distance="gower"),
    },
    "wholesale": {
        "standard": FeatureSet(
            "logged",
            ("Fresh", "Milk", "Grocery", "Frozen", "Detergents_Paper", "Delicassen"),
            log1p="skewed",
        )
    },
}


def algorithms():
    found = [spec for name, spec in available().items() if name != "rfm_rules"]
    epsilon = get("hdbscan")
    params = {**epsilon.params, "cluster_selection_epsilon": EPSILON}
    # So small a segment that epsilon has something to put together.
    grid = {"min_cluster_size": [5]}
    return [
        *found,
        replace(epsilon, name="hdbscan_small", grid=grid),
        replace(epsilon, name="hdbscan_epsilon", params=params, grid=grid),
    ]


def rows_of(name, frame, space, features, spec):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = segbench.compare(
            frame,
            features={features.name: features},
            scalers=["standard"],
            algorithms=[spec],
            k=range(2, MOST + 1),
            scoring="quick",
            resamples=0,
            n_jobs=1,
            name=name,
        )
        ranking = found.results.rankings[0]
        labelled = [one for one in ranking.rows if one.scored.labeling.k_found > 1]
        if not labelled:
            print(name, space, spec.name, ranking.rows[0].reason, sep=": ")
            return
        row = labelled[0]  # where the gates let none pass, the first of the others
        specs = (features, found.spec.scalers[0])
        model = model_of(found.results, found.dataset, ranking, row, specs=specs)
    labels = row.scored.labeling.labels
    given = model.assign(frame)["segment"].to_numpy(dtype=np.int64)
    kept = float(np.mean(given == labels))
    setting = row.scored.labeling.setting.text
    noise = float(np.mean(labels < 0))
    about = [
        name,
        space,
        spec.name,
        setting,
        row.scored.labeling.k_found,
        f"{noise:.3f}",
    ]
    for one in model.fidelity:
        scores = [f"{one.accuracy:.4f}", f"{one.ari:.4f}"]
        yield [
            *about,
            one.rule,
            *scores,
            one.own,
            one.taken,
            f"{kept:.4f}" if one.taken else "",
        ]
    if spec.name.startswith("hdbscan") and space != "gower":
        matrix = found.results.points[ranking.space].matrix
        params = dict(model.origin.params)
        scores = [f"{value:.4f}" for value in libraries_own(matrix, labels, params)]
        yield [*about, "approximate_predict of the library", *scores, False, False, ""]


def libraries_own(X, labels, params):
    """The library's rule, refitted on nine tenths and matched to the labels there."""
    rng = np.random.default_rng(0)
    order = rng.permutation(len(X))
    found = np.empty_like(labels)
    for fold in (order[i::10] for i in range(10)):
        rest = np.setdiff1d(order, fold)
        fitted = hdbscan.HDBSCAN(**params, prediction_data=True).fit(X[rest])
        theirs, _ = hdbscan.approximate_predict(fitted, X[fold])
        names = {-1: -1}
        for one in np.unique(fitted.labels_[fitted.labels_ >= 0]):
            values, counts = np.unique(
                labels[rest][fitted.labels_ == one], return_counts=True
            )
            names[one] = values[counts.argmax()]
        found[fold] = [names[one] for one in theirs]
    return float(np.mean(found == labels)), adjusted_rand_score(labels, found)


def main(paths):
    columns = ["dataset", "space", "algorithm", "setting", "k", "noise", "rule"]
    columns += ["accuracy", "ari", "own", "taken", "first_customers_kept"]
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    with RESULT.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        for name, path in paths.items():
            frame = pd.read_csv(path)
            for space, features in FEATURES[name].items():
                for spec in algorithms():
                    try:
                        writer.writerows(rows_of(name, frame, space, features, spec))
                    except SegbenchError as error:
                        print(name, space, spec.name, error, sep=": ")


if __name__ == "__main__":
    main(dict(zip(("mall", "wholesale"), sys.argv[1:3], strict=True)))
