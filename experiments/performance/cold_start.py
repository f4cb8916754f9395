"""What the first call costs: imports, compiled loops without and with a cache."""

from __future__ import annotations

import json
import shutil
import statistics
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from timing import Row, cpu_seconds, environment, parser, report, run_child

FIRST_CALLS = ("silhouette", "k-means refits", "mixture refits", "DBSCAN refits")


def silhouette() -> None:
    """Score 200 points."""
    from segbench.scoring.silhouette import silhouette_score

    silhouette_score(*_points())


def kmeans_refits() -> None:
    """Refit k-means on one sample."""
    _refit("kmeans", {"n_clusters": 3})


def mixture_refits() -> None:
    """Refit a mixture on one sample."""
    _refit("gmm", {"n_components": 3, "covariance_type": "full"})


def dbscan_refits() -> None:
    """Refit DBSCAN on one sample."""
    _refit("dbscan", {"eps": 1.0, "min_samples": 5})


def _refit(name: str, setting: Mapping[str, Any]) -> None:
    from segbench.algorithms import Job, get, refit

    (outcomes,) = refit(get(name), [Job(_points()[0], (setting,), 0)])
    if outcomes[0].labels is None:
        raise RuntimeError(outcomes[0].reason)


def peer() -> None:
    """Do the work of all of them with scikit-learn."""
    from sklearn.cluster import DBSCAN, KMeans
    from sklearn.metrics import silhouette_score
    from sklearn.mixture import GaussianMixture

    X, labels = _points()
    silhouette_score(X, labels)
    KMeans(3, n_init=10, random_state=0).fit(X)
    GaussianMixture(3, random_state=0).fit(X)
    DBSCAN(1.0).fit(X)


def _points() -> tuple[Any, Any]:
    rng = np.random.default_rng(0)
    return rng.normal(size=(200, 4)), np.arange(200) % 3


CALLS = {
    "silhouette": silhouette,
    "k-means refits": kmeans_refits,
    "mixture refits": mixture_refits,
    "DBSCAN refits": dbscan_refits,
    "scikit-learn": peer,
}


def time_calls(names: list[str]) -> None:
    """Call by name in this process and print the wall and CPU times as JSON."""
    spent = {}
    for name in names:
        cpu, wall = cpu_seconds(), time.perf_counter()
        CALLS[name]()
        spent[name] = (time.perf_counter() - wall, cpu_seconds() - cpu)
    print(json.dumps(spent))


def first_calls(cache: str, *, empty: bool) -> dict[str, float]:
    """Return the wall time of each first call in a new process, imports included."""
    found = {}
    for names in [*((name,) for name in FIRST_CALLS), FIRST_CALLS]:
        if empty:
            shutil.rmtree(cache, ignore_errors=True)
        calls = (f"--call={name}" for name in names)
        walls = run_child(__file__, *calls, env={"NUMBA_CACHE_DIR": cache})
        label = names[0] if len(names) == 1 else "all of them"
        found[label] = sum(wall for wall, _ in walls.values())
    return found


def peer_call() -> float:
    """Return the wall time of the peer's first calls in a new process."""
    name = "scikit-learn"
    return float(run_child(__file__, "--call", name)[name][0])


def repeat() -> dict[str, dict[str, float]]:
    """Time everything once: peer, empty cache, warm cache."""
    unit = peer_call()
    with tempfile.TemporaryDirectory() as folder:
        cache = f"{folder}/cache"
        empty = first_calls(cache, empty=True)
        warm = first_calls(cache, empty=False)
    return {
        name: {
            "empty / scikit-learn": empty[name] / unit,
            "warm / scikit-learn": warm[name] / unit,
            "empty / warm": empty[name] / warm[name],
            "empty s": empty[name],
            "warm s": warm[name],
            "scikit-learn s": unit,
        }
        for name in empty
    }


def time_rows(repeats: int) -> list[Row]:
    """Return medians over the repeats."""
    peer_call()  # reads the libraries from disk
    runs = [repeat() for _ in range(repeats)]
    return [
        {"first call, imports included": name}
        | {
            column: statistics.median(run[name][column] for run in runs)
            for column in runs[0][name]
        }
        for name in runs[0]
    ]


def imports_numba() -> bool:
    """Tell whether importing segbench imports numba."""
    return bool(_ask("import segbench", "'numba' in sys.modules"))


def works_without_cache() -> Row:
    """Call with a copy of segbench that has nowhere to write what it compiles.

    A file stands wherever a folder would be made: that stops the superuser, too.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        blocked = folder / "blocked"
        blocked.touch()
        source = _copy_source(folder)
        env = {
            **{n: str(blocked / "in") for n in ("HOME", "XDG_CACHE_HOME")},
            "NUMBA_CACHE_DIR": "",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        code = f"sys.path.insert(0, {str(source)!r}); sys.path.append({_here()!r})"
        used = _ask(
            f"{code}; import cold_start as c; [c.CALLS[n]() for n in c.FIRST_CALLS]; "
            "import segbench",
            "segbench.__file__",
            env,
        )
        stored = len(list(folder.rglob("*.nb?")))
    return _check("works where no cache can be written", used.startswith(name), stored)


def works_with_file_for_folder() -> Row:
    """Call with a named cache folder that cannot be made."""
    with tempfile.NamedTemporaryFile() as file:
        env = {"NUMBA_CACHE_DIR": f"{file.name}/in"}
        found = run_child(__file__, *(f"--call={n}" for n in FIRST_CALLS), env=env)
    done = len(found) == len(FIRST_CALLS)
    return _check("works where NUMBA_CACHE_DIR cannot be made", done)


def _copy_source(folder: Path) -> Path:
    """Copy the package and block the folders its caches would be in."""
    package = Path(environment()["PYTHONPATH"]) / "segbench"
    source = folder / "src"
    shutil.copytree(
        package, source / "segbench", ignore=shutil.ignore_patterns("__pycache__")
    )
    conf = package.parents[1] / "conf"
    if conf.is_dir() and not (package / "conf").is_dir():
        shutil.copytree(conf, folder / "conf")
    for module in list(source.rglob("*.py")):
        (module.parent / "__pycache__").touch()
    return source


def _ask(code: str, question: str, env: Mapping[str, str] | None = None) -> Any:
    """Run code in a new process and return the value of an expression."""
    words = f"import json, sys; {code}; print(json.dumps({question}))"
    return run_child("-c", words, env=env)


def _here() -> str:
    return str(Path(__file__).parent)


def _check(name: str, holds: bool, stored: int = 0) -> Row:
    return {"check": name, "holds": holds, "files cached": stored}


def main() -> None:
    """Measure the first calls, then check what has to hold."""
    arguments = parser(__doc__)
    arguments.add_argument("--call", action="append", choices=tuple(CALLS))
    args = arguments.parse_args()
    if args.call:
        time_calls(args.call)
        return
    rows = time_rows(1 if args.quick else args.repeats)
    report("cold_start", rows, quick=args.quick)
    checks = [
        _check("importing segbench does not import numba", not imports_numba()),
        works_with_file_for_folder(),
        works_without_cache(),
    ]
    report("cold_start_checks", checks, quick=args.quick)


if __name__ == "__main__":
    main()
