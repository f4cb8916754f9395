"""What a run would read, before it is run."""

import pytest


@pytest.fixture
def file(tmp_path):
    """A German export: semicolons, decimal commas, euros, dates, codes, a gap."""
    rows = [
        "Kundennr;Umsatz;Alter;PLZ;Seit;Kanal",
        *(
            f'{i:05d};"{i % 7},{i:02d} €";{20 + i};0{1000 + i % 3};{1 + i % 28}.03.2024'
            f";{'Netz' if i % 2 else '<b>Laden</b>'}"
            for i in range(1, 40)
        ),
        "00040;;61;01001;29.03.2024;Netz",
    ]
    path = tmp_path / "kunden.csv"
    path.write_text("\n".join(rows), encoding="cp1252")
    return path


def check(typed, *words):
    return typed("check", *words)


def test_roles_values_cleaning_and_feature_sets(typed, file):
    outcome = check(typed, "dataset=csv", f"dataset.path={file}")
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


def test_a_guess_can_be_overridden(typed, file):
    words = ("dataset.ignore=[PLZ]", "dataset.id=Kundennr", "dataset.missing=drop")
    outcome = check(typed, "dataset=csv", f"dataset.path={file}", *words)
    assert "39 customers, 1 left out" in outcome.out
    assert "left out as declared" in outcome.out


def test_a_feature_set_that_cannot_be_used_says_why(typed, file):
    outcome = check(
        typed, "dataset=csv", f"dataset.path={file}", 'columns=["Umsatz","Seit"]'
    )
    assert outcome.code == 0
    assert "cannot be used" in outcome.out


def test_a_file_is_compared_with_what_was_published(typed, tmp_path):
    path = tmp_path / "Mall_Customers.csv"
    path.write_text(
        "CustomerID,Genre,Age,Annual Income (k$),Spending Score (1-100)\n"
        "1,Male,19,15,39\n2,Male,21,15,81\n3,Female,20,16,6\n4,Female,23,16,77\n"
    )
    outcome = check(typed, "dataset=mall", f"dataset.path={path}")
    assert "not the content of the published data set (200 customers)" in outcome.out


def test_one_word_too_many(typed):
    assert check(typed, "-m", "dataset=csv,mall").code == 2


def test_no_file_names_where_the_data_come_from(typed):
    outcome = check(typed, "dataset=wholesale")
    assert outcome.code == 2
    assert "UCI" in outcome.err
    assert outcome.err.count("\n") == 1


def test_the_plan_shows_what_it_touches_or_what_was_chosen(typed, tmp_path):
    rows = "\n".join(f"{1000 + 37 * i},{i % 5}" for i in range(30))
    (tmp_path / "t.csv").write_text(f"a,b\n{rows}\n1000,0\n")
    words = ("check", "dataset=csv", "dataset.path=t.csv")
    plain = typed(*words).out.split("Cleaning")[1]
    assert "customers who are equal in every column are kept (1)" in plain
    assert "outliers" not in plain
    assert "missing" not in plain
    chosen = typed(*words, "dataset.outliers=clip").out.split("Cleaning")[1]
    assert "is moved to that limit" in chosen


def test_large_numbers_are_written_out(typed, tmp_path):
    rows = "\n".join(f"{5694040 + 1000 * i},{i % 5}" for i in range(30))
    (tmp_path / "t.csv").write_text(f"income,b\n{rows}\n")
    outcome = typed("check", "dataset=csv", "dataset.path=t.csv")
    assert "5,694,040 to 5,723,040" in outcome.out


@pytest.mark.parametrize(
    ("levels", "decides"),
    [(12, True), (0, False)],
    ids=["twelve levels beside one number", "two numbers"],
)
def test_one_variable_with_most_of_the_distances_is_said(
    typed, tmp_path, levels, decides
):
    other = [f"t{i % levels}" if levels else str(i * i) for i in range(60)]
    rows = "\n".join(f"{(i * 7) % 60},{text}" for i, text in enumerate(other))
    (tmp_path / "t.csv").write_text(f"a,b\n{rows}\n")
    outcome = typed("check", "dataset=csv", "dataset.path=t.csv")
    assert ("the first decides" in outcome.out) is decides


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("'exports/*.csv'", "exports"),
        ("'exports/part-*.csv'", "part"),
        ("exports", "exports"),
        ("exports/part-1.csv", "part-1"),
    ],
)
def test_a_pattern_is_named_after_its_stem_or_folder(
    typed, tmp_path, write_customers, path, name
):
    write_customers(tmp_path / "exports" / "part-1.csv")
    outcome = typed("check", "dataset=csv", f"dataset.path={path}")
    assert outcome.out.startswith(f"{name}: 40 customers")
