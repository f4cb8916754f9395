"""What is found out about every space: whether it has structure, and for which k."""

from __future__ import annotations

from collections.abc import Sequence

from segbench.core import Metric, Space
from segbench.executors import Lost
from segbench.features import distance_shares
from segbench.kernels import threads_allowed
from segbench.runner.criteria import Evidence, all_curves
from segbench.runner.null_data import categories_of
from segbench.runner.runtime import Runtime
from segbench.runner.spec import RunSpec
from segbench.scoring.findings import Curves, Findings
from segbench.scoring.hopkins import hopkins
from segbench.scoring.structure import StructureTest, structure_test
from segbench.scoring.structure_mixed import mixed_structure_test
from segbench.seeds import seed_for


def find_out(
    evidence: Sequence[Evidence], spec: RunSpec, runtime: Runtime
) -> list[Findings]:
    """Test every space for structure, and compute the criteria for k."""
    tests: list[StructureTest | None] = [None] * len(evidence)
    if spec.effort.structure:
        tasks = [(one.space, spec.effort.structure) for one in evidence]
        answers = runtime.run("structure", verdict_on, tasks)
        tests = [None if isinstance(one, Lost) else one for one in answers]
    curves: list[Curves | None] = [None] * len(evidence)
    if spec.chooses_k:
        curves = all_curves(evidence, spec.ks, runtime)
    return [
        Findings(
            one.space.key,
            test,
            criteria,
            distance_shares(one.space),
            _hopkins(one.space),
        )
        for one, test, criteria in zip(evidence, tests, curves, strict=True)
    ]


def _hopkins(space: Space) -> float | None:
    """Hopkins statistic, where there is a box; its name decides the draw."""
    if space.metric is not Metric.EUCLIDEAN:
        return None
    found = hopkins(space.matrix, seed_for(space.key.seed, space.key, "hopkins"))
    return None if found.reason else found.value


def verdict_on(space: Space, n_draws: int) -> StructureTest:
    """Test a space for structure; its name decides the draws."""
    seed = seed_for(space.key.seed, space.key, "structure")
    if space.metric is not Metric.EUCLIDEAN:
        return mixed_structure_test(
            space.matrix,
            categories_of(space),
            n_draws=n_draws,
            random_state=seed,
            stop_early=True,
            n_jobs=threads_allowed(),
        )
    return structure_test(
        space.matrix,
        n_draws=n_draws,
        random_state=seed,
        stop_early=True,
        n_jobs=threads_allowed(),
    )
