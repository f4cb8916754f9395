"""The paragraphs on the customers and on the spaces they were clustered in."""

from __future__ import annotations

from operator import attrgetter

from segbench.core import CleaningStep, Dataset, Role
from segbench.report.methods.content import (
    Paragraph,
    Sentence,
    counted,
    listed,
    paragraph,
)
from segbench.report.methods.definitions import Definition, definitions
from segbench.report.results import Results

ROLES = {
    Role.NUMERIC: "numeric",
    Role.CATEGORICAL: "categorical",
    Role.TRUTH: "known segments, never used for clustering",
    Role.ID: "identifier",
    Role.IGNORED: "not used",
}
"""What the roles of columns are called."""


def data_paragraph(results: Results) -> Paragraph | None:
    """Say who the customers are, and what was done to the table."""
    datasets = sorted(results.datasets.values(), key=lambda one: one.title)
    return paragraph(
        "Data", *(part for one in datasets for part in _of_dataset(one) if part)
    )


def _of_dataset(dataset: Dataset) -> list[Sentence | None]:
    roles = [
        f"{listed(dataset.columns(role))} ({name})"
        for role, name in ROLES.items()
        if dataset.columns(role)
    ]
    customers = counted(dataset.n_customers, "customer")
    return [
        Sentence(f"The data set {dataset.title} holds n = {customers}"),
        Sentence(f"Its columns are {'; '.join(roles)}") if roles else None,
        _cleaning(dataset.log),
    ]


def _cleaning(log: tuple[CleaningStep, ...]) -> Sentence:
    if not log:
        return Sentence("Nothing had to be cleaned")
    steps = [
        f"{step.column + ': ' if step.column else ''}{step.action} ({step.count:,})"
        for step in log
    ]
    return Sentence(f"Before any clustering: {'; '.join(steps)}")


def spaces_paragraph(results: Results) -> Paragraph | None:
    """Say which features and scalers make the spaces."""
    keys = [ranking.space for ranking in results.rankings]
    if not keys:
        return None
    known = definitions(results)
    names = [results.space_name(key) for key in keys]
    several = (
        f"Clusterings were made in {len(names)} spaces, each a feature set of a data "
        f"set under a scaler: {listed(names)}"
    )
    one = f"Clusterings were made in one space, {names[0]} (data, features, scaler)"
    features = {_features(key.features, known[key]) for key in keys if key in known}
    scalers = {_scaler(key.scaler, known[key]) for key in keys if key in known}
    return paragraph(
        "Spaces",
        Sentence(several if len(names) > 1 else one),
        *sorted(features, key=attrgetter("text")),
        *sorted(scalers, key=attrgetter("text")),
        Sentence(
            "Distances are Euclidean; raw scores are compared within a space and never "
            "across spaces"
        ),
    )


def _features(name: str, definition: Definition) -> Sentence:
    return Sentence(f"The feature set {name} is {definition.feature_words}")


def _scaler(name: str, definition: Definition) -> Sentence:
    return Sentence(
        f"The scaler {name} {definition.scaler_words}", definition.scaler_cites
    )
