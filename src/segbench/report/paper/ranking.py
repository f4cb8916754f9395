"""The ranking of every space: the best setting of each algorithm, and all settings."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from segbench.ranking import Ranking
from segbench.report.frames import best_by_algorithm
from segbench.report.paper.candidates import candidate_table
from segbench.report.paper.escape import latex_reason, latex_text
from segbench.report.paper.tabular import Table, float_table, in_turn, long_table
from segbench.report.results import Results
from segbench.report.verdict import verdict_line
from segbench.report.words import failure_lines, settings_line


def ranking_latex(results: Results) -> str:
    r"""One table per space; needs ``\usepackage{booktabs}``."""
    tables = [_best(results, i) for i in range(len(results.rankings))]
    return _together(results, "% needs \\usepackage{booktabs}", in_turn(tables))


def all_candidates_latex(results: Results) -> str:
    r"""Write every candidate; needs ``\usepackage{booktabs,longtable}``."""
    tables = [_all(results, i) for i in range(len(results.rankings))]
    return _together(results, "% needs \\usepackage{booktabs,longtable}", tables)


def of_space(results: Results, ranking: Ranking) -> Results:
    """Keep of the results what is about one space."""
    key = ranking.space
    return replace(
        results,
        datasets={key.fingerprint: results.datasets[key.fingerprint]},
        rankings=(ranking,),
        cells=tuple(cell for cell in results.cells if cell.space == key),
    )


def _together(results: Results, head: str, tables: list[str]) -> str:
    parts = [head, *tables]
    failures = failure_lines(results)
    parts += [f"\\noindent {latex_reason(line)}\\par\n" for line in failures]
    return "\n".join(parts) if len(parts) > 1 else f"{head}\n% nothing was run\n"


def _best(results: Results, i: int) -> str:
    ranking = results.rankings[i]
    made = candidate_table(ranking, [row for row, _ in best_by_algorithm(ranking)])
    notes = (*made.notes, *_unshown(ranking))
    caption = _caption(results, ranking, "")
    return float_table(Table(made.grid, caption, f"tab:ranking-{i + 1}", notes))


def _all(results: Results, i: int) -> str:
    ranking = results.rankings[i]
    made = candidate_table(ranking, ranking.rows)
    caption = _caption(results, ranking, "Every candidate. ")
    return long_table(Table(made.grid, caption, f"tab:all-{i + 1}", made.notes))


def _caption(results: Results, ranking: Ranking, what: str) -> str:
    verdict = verdict_line(results.structure(ranking.space))
    settings = settings_line(of_space(results, ranking))
    name = results.space_name(ranking.space)
    return latex_text(f"{name}. {what}{verdict} {settings}")


def _unshown(ranking: Ranking) -> list[str]:
    """Count the settings that are not ranked, of which the table shows none."""
    shown = {id(row) for row, _ in best_by_algorithm(ranking)}
    rest = [x for x in ranking.rows if x.rank is None and id(x) not in shown]
    tried = Counter(row.scored.labeling.setting.algo for row in ranking.rows)
    unranked = Counter(row.scored.labeling.setting.algo for row in rest)
    if not unranked:
        return []
    named = ", ".join(f"{n} {unranked[n]} of {tried[n]}" for n in sorted(unranked))
    return [latex_text(f"Further settings without a rank: {named}.")]
