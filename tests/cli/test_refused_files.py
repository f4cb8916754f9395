"""Customer files that cannot be used: one sentence, exit code 2, nothing left."""

from __future__ import annotations

import pytest


def test_a_column_that_does_not_exist_gets_the_closest_name(refused):
    words = ['columns=["Anual Income (k$)"]', "+algo=kmeans"]
    refused(*words, expected=("'Anual Income (k$)'", "mean 'Annual Income (k$)'"))


@pytest.mark.parametrize("role", ["id", "truth", "numeric", "categorical", "ignore"])
def test_a_declared_column_that_does_not_exist_gets_the_closest_name(refused, role):
    value = "scor" if role in ("id", "truth") else "[scor]"
    words = ["dataset=csv", "dataset.path=good.csv", f"dataset.{role}={value}"]
    refused(*words, expected=("'scor'", "mean 'score'"))


FILES = {
    "empty": ("", ["empty"]),
    "blank": ("\n\n", ["empty"]),
    "header only": ("id,age,score\n", ["no customers"]),
    "one row": ("id,age,score\n1,20,30\n", ["1 customer", "at least 3"]),
    "two rows": ("id,age,score\n1,20,30\n2,30,40\n", ["2 customers", "at least 3"]),
    "all values equal": (
        "id,age,score\n" + "".join(f"c{i},20,30\n" for i in range(20)),
        ["no column can be a feature", "age", "score"],
    ),
    "ids only": ("id\n" + "".join(f"c{i}\n" for i in range(20)), ["no column"]),
}


@pytest.mark.parametrize(("text", "expected"), FILES.values(), ids=FILES)
def test_a_file_without_customers_is_refused(refused, tmp_path, text, expected):
    (tmp_path / "bad.csv").write_text(text, encoding="utf-8")
    words = ["dataset=csv", "dataset.path=bad.csv", "+algo=kmeans"]
    refused(*words, expected=tuple(expected))


CELLS = {
    "text": ("twelve", ["'age'", "'twelve'", "row 4"]),
    "infinity": ("inf", ["'age'", "infinite", "row 4"]),
    "minus infinity": ("-inf", ["'age'", "infinite", "row 4"]),
    "beyond what a float holds": ("1e999", ["'age'", "infinite", "row 4"]),
}


@pytest.mark.parametrize(("cell", "expected"), CELLS.values(), ids=CELLS)
def test_a_cell_that_is_no_number_is_named(
    refused, tmp_path, write_customers, cell, expected
):
    write_customers(tmp_path / "bad.csv", cells={(3, 1): cell})
    words = ["dataset=csv", "dataset.path=bad.csv", "+algo=kmeans"]
    refused(*words, expected=tuple(expected))


def test_a_file_that_is_not_there_is_refused(refused):
    words = ["dataset=csv", "dataset.path=missing.csv"]
    refused(*words, expected=("missing.csv", "dataset.path"))


def test_a_data_set_without_its_file_says_what_to_add(refused):
    refused("dataset=csv", expected=("dataset.path=FILE",))


def test_a_folder_is_no_file(refused, tmp_path):
    (tmp_path / "folder").mkdir()
    words = ["dataset=csv", "dataset.path=folder"]
    refused(*words, expected=("folder", "no files"))


def test_a_file_that_is_no_text_is_refused(refused, tmp_path):
    (tmp_path / "photo.csv").write_bytes(bytes(range(256)) * 20)
    words = ["dataset=csv", "dataset.path=photo.csv"]
    refused(*words, expected=("photo.csv", "not text"))


def test_a_foreign_file_in_a_folder_is_named_with_a_pattern(
    refused, tmp_path, write_customers
):
    write_customers(tmp_path / "parts" / "a.csv")
    write_customers(tmp_path / "parts" / "b.csv")
    words = ["dataset=csv", "dataset.path=parts"]
    for text in ("hello\n", "note,by\nall good,Ann\n"):
        (tmp_path / "parts" / "readme.txt").write_text(text)
        refused(*words, expected=("readme.txt", "'dataset.path=parts/*.csv'"))


def test_only_a_really_similar_file_is_suggested(refused, typed):
    refused("dataset=csv", "dataset.path=goood.csv", expected=("mean 'good.csv'",))
    assert "did you mean" not in typed("dataset=csv", "dataset.path=food1.csv").err


def test_the_closest_settings_are_named_and_the_others_counted(typed):
    err = typed("dataset=csv", "dataset.dcimal=point").err
    assert "mean 'dataset.decimal' or " in err
    assert "others" in err
    assert len(err) < 200


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            ["dataset=csv", "dataset.returns=net"],
            ("belongs to dataset=orders;", "query"),
        ),
        (
            ["dataset=orders", "dataset.ignore=[a]"],
            ("belongs to dataset=csv and", "returns"),
        ),
        (["dataset.path=good.csv"], ("dataset=csv and dataset=orders", "has seed")),
    ],
)
def test_a_setting_of_another_kind_of_data_set_says_whose_it_is(
    refused, words, expected
):
    refused(*words, "+algo=kmeans", expected=(words[-1].split("=")[0], *expected))
