"""The null models in the words of a paper."""

from __future__ import annotations

FAMILY_WORDS = {
    "transnormal": (
        "multivariate normal after a Yeo-Johnson transformation of every feature"
    ),
    "pca_box": "uniform in the smallest box along the principal axes",
    "elliptical": "elliptical with the Mahalanobis distances of the data",
    "trans_t": (
        "multivariate t, with the most likely degrees of freedom, after a Yeo-Johnson "
        "transformation of every feature"
    ),
}
"""What the null models are."""

FAMILY_CITES = {"transnormal": "yeo2000", "pca_box": "tibshirani2001"}
"""Where the families that scores have to beat are from."""
