"""Of several spaces the terminal says which the report and the model take."""

from segbench.models import load_model


def test_it_is_the_space_and_the_setting_of_the_stored_model(here):
    done = here("scoring=quick", "+algo=kmeans", "output_dir=run", "models=true")
    assert done.code == 0, done.err
    (file,) = (here.cwd / "run" / "models").glob("*.skops")
    origin = load_model(file).origin
    k = origin.params["n_clusters"]
    space = f"{origin.features} / {origin.scaler}"
    said = " ".join(done.out.split())
    assert said.count("Shown first in the report") == 1
    line = said.partition("Shown first in the report")[2].partition(". ")[0]
    assert f"kmeans (n_clusters={k}) in mall_simulated / {space}" in line


def test_of_one_space_nothing_is_said(here):
    words = ("scoring=quick", "+algo=kmeans", "features=income_spending")
    done = here(*words, "output_dir=run", "models=false")
    assert done.code == 0, done.err
    assert "Shown first" not in done.out
