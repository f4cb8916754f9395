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
        _plan(dataset),
        _cleaning(dataset.log),
        _left_out(dataset),
    ]


def _plan(dataset: Dataset) -> Sentence:
    """Say what was decided on beforehand, and where it comes from."""
    plan = dataset.cleaning
    cited = {
        "hoaglin1986": plan.outliers != "keep",
        "troyanskaya2001": plan.missing == "knn",
    }
    cites = tuple(key for key, used in cited.items() if used)
    return Sentence(f"The plan for cleaning was: {'; '.join(plan.words)}", cites)


def _cleaning(log: tuple[CleaningStep, ...]) -> Sentence:
    if not log:
        return Sentence("Nothing had to be cleaned")
    steps = [
        f"{step.column + ': ' if step.column else ''}{step.action} ({step.count:,})"
        for step in log
    ]
    return Sentence(f"Before any clustering: {'; '.join(steps)}")


def _left_out(dataset: Dataset) -> Sentence | None:
    """Say how many of the input are not clustered."""
    left = len(dataset.left_out)
    if not left:
        return None
    given = dataset.n_customers + left
    return Sentence(
        f"Of {given:,} customers {left:,} ({left / given:.1%}) were left out and are "
        "in no segment; the file of labels says why for each"
    )


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
