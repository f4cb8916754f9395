"""What was typed, to what is done; every error becomes one sentence here."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence

from segbench.cli.help import HELP, how_to_name
from segbench.cli.interrupt import INTERRUPTED, KEPT, leave, promptly_interrupted
from segbench.cli.warn import plugin_warnings, say
from segbench.errors import SegbenchError, UnknownNameError, UserError
from segbench.version import __version__
from segbench.visible import visible


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command.

    Parameters
    ----------
    argv : sequence of str or None
        The words after ``segbench``; None takes them from the process.

    Returns
    -------
    int
        0 when all went well; 2 when the command, the settings or the data have to
        change; 1 when something of ours failed or some settings could not run.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        with promptly_interrupted(), plugin_warnings():
            return _dispatch(words)
    except SegbenchError as error:
        return _refuse(error, error.exit_code, words)
    except BrokenPipeError:  # whoever read our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        if argv is None:
            leave()
        say(KEPT)
        return INTERRUPTED
    except OSError as error:
        known = error.errno == errno.ENAMETOOLONG  # whoever gave it can give another
        return _refuse(error, UserError.exit_code if known else 1, words)
    except Exception as error:  # noqa: BLE001 the last line of defence
        return _refuse(error, 1, words)


def _dispatch(words: list[str]) -> int:
    first = words[0] if words else ""
    if {"-h", "--help"} & set(words):
        return _show(HELP)
    if first == "--version":
        return _show(_version())
    if first in COMMANDS:
        return COMMANDS[first](words[1:])
    if first and first[0].isalpha() and "=" not in first:
        if os.path.isfile(first):  # noqa: PTH113 as it was typed
            raise UserError(how_to_name(first))
        raise UnknownNameError("command", first, COMMANDS)
    from segbench.cli.run import run_command

    return run_command(words)


def _algorithms(words: Sequence[str]) -> int:
    from segbench.cli.listing import print_algorithm, print_algorithms

    if len(words) == 1:
        print_algorithm(words[0])
    else:
        _no_more("algorithms", words)
        print_algorithms()
    return 0


def _report(words: Sequence[str]) -> int:
    from segbench.cli.finish import report_command

    return report_command(words)


def _explore(words: Sequence[str]) -> int:
    from segbench.cli.explore import explore_command

    return explore_command(words)


def _assign(words: Sequence[str]) -> int:
    from segbench.cli.assign import assign_command

    return assign_command(words)


def _compare(words: Sequence[str]) -> int:
    from segbench.cli.compare_runs import compare_command

    return compare_command(words)


def _reproduce(words: Sequence[str]) -> int:
    from segbench.cli.reproduce import reproduce_command

    return reproduce_command(words)


def _leaderboard(words: Sequence[str]) -> int:
    from segbench.cli.leaderboard import leaderboard_command

    return leaderboard_command(words)


def _reevaluate(words: Sequence[str]) -> int:
    from segbench.cli.reevaluate import reevaluate_command

    return reevaluate_command(words)


def _check(words: Sequence[str]) -> int:
    from segbench.cli.check import check_command

    return check_command(words)


def _measures(words: Sequence[str]) -> int:
    from segbench.cli.listing_measures import print_measures

    _no_more("measures", words)
    print_measures()
    return 0


def _new_algorithm(words: Sequence[str]) -> int:
    from segbench.cli.new_algorithm import new_algorithm

    return new_algorithm(words)


def _help(words: Sequence[str]) -> int:
    _no_more("help", words)
    return _show(HELP)


COMMANDS: Mapping[str, Callable[[Sequence[str]], int]] = {
    "algorithms": _algorithms,
    "assign": _assign,
    "check": _check,
    "compare": _compare,
    "explore": _explore,
    "leaderboard": _leaderboard,
    "measures": _measures,
    "new-algorithm": _new_algorithm,
    "reevaluate": _reevaluate,
    "report": _report,
    "reproduce": _reproduce,
    "help": _help,
}
"""Commands by their first word; anything else is a run."""


def _no_more(command: str, words: Sequence[str]) -> None:
    if words:
        raise UserError(f"{command} takes nothing more, but {words[0]!r} was given")


def _show(text: str) -> int:
    print(text)  # noqa: T201 this is what was asked for
    return 0


def _version() -> str:
    return f"segbench {__version__}"


def _refuse(error: Exception, code: int, words: Sequence[str]) -> int:
    """Say what is wrong in one sentence; with ``debug=true``, where."""
    if "debug=true" in (word.lower() for word in words):
        told = "".join(traceback.format_exception(error))
        print(visible(told), end="", file=sys.stderr)  # noqa: T201
    text = " ".join(str(error).split())
    if code != UserError.exit_code and not isinstance(error, SegbenchError):
        kind = type(error).__name__
        text = f"unexpected {kind}: {text}; add debug=true to see where"
    say(text)
    return code
