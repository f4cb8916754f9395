"""What a run would read, before it is run."""

import pytest


@pytest.fixture
def file(tmp_path):
    """A German export: semicolons, decimal commas, euros, dates, codes, a gap."""
    rows = [
        "Kundennr;Umsatz;Alter;PLZ;Seit;Kanal",
        *(
            f'{i:05d};"{i % 7},{i:02d} €";{20 + i};0{1000 + i % 3};{1 + i % 28}.03.2024;'
            f"{'Netz' if i % 2 else '<b>Laden</b>'}"
            for i in range(1, 40)
        ),
        "00040;;61;01001;29.03.2024;Netz",
    ]
    path = tmp_path / "kunden.csv"
    path.write_text("\n".join(rows), encoding="cp1252")
    return path


def check(shell, *words):
    return shell("check", *words, fast=False)


def test_roles_values_cleaning_and_feature_sets(shell, file):
    outcome = check(shell, "dataset=csv", f"dataset.path={file}")
    assert outcome.code == 0, outcome.err
    lines = {line.split()[0]: line for line in outcome.out.splitlines() if line.strip()}
    assert "40 different" in lines["Kundennr"]
    assert "0.07 to 6.34" in lines["Umsatz"]
    assert "numeric" in lines["Umsatz"]
    assert "categorical" in lines["PLZ"]
    assert "ignored" in lines["Seit"]
    assert "<b>Laden</b>" in lines["Kanal"]
    assert "cp1252" in outcome.out
    assert "a missing number becomes the median" in outcome.out
    assert "Nothing was run." in outcome.out
    assert "output" not in outcome.err
    assert not (file.parent / "results").exists()


def test_a_guess_can_be_overridden(shell, file):
    words = ("dataset.ignore=[PLZ]", "dataset.id=Kundennr", "dataset.missing=drop")
    outcome = check(shell, "dataset=csv", f"dataset.path={file}", *words)
    assert "39 customers, 1 left out" in outcome.out
    assert "left out as declared" in outcome.out


def test_a_feature_set_that_cannot_be_used_says_why(shell, file):
    outcome = check(
        shell, "dataset=csv", f"dataset.path={file}", 'columns=["Umsatz","Seit"]'
    )
    assert outcome.code == 0
    assert "cannot be used" in outcome.out


def test_a_file_is_compared_with_what_was_published(shell, tmp_path):
    path = tmp_path / "Mall_Customers.csv"
    path.write_text(
        "CustomerID,Genre,Age,Annual Income (k$),Spending Score (1-100)\n"
        "1,Male,19,15,39\n2,Male,21,15,81\n3,Female,20,16,6\n4,Female,23,16,77\n"
    )
    outcome = check(shell, "dataset=mall", f"dataset.path={path}")
    assert "not the content of the published data set (200 customers)" in outcome.out


def test_one_word_too_many(shell):
    assert check(shell, "-m", "dataset=csv,mall").code == 2


def test_no_file_names_where_the_data_come_from(shell):
    outcome = check(shell, "dataset=wholesale")
    assert outcome.code == 2
    assert "UCI" in outcome.err
    assert outcome.err.count("\n") == 1
