"""Lets a library read a file in a process of its own, because a broken file may end it."""

import pickle
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

from diffusion.errors import InputError, Problem

MOST_SECONDS = 120
"""How long a library may read."""

_SERVE = "from diffusion.importing.apart import serve; serve()"


def apart[Answer](
    function: Callable[..., Answer],
    *arguments: object,
    place: str,
    expected: str,
    most_gigabytes: int,
) -> Answer:
    """Call a function of a module in another process, and give its answer.

    Parameters
    ----------
    function
        With a name in its module; its arguments and what it returns can be pickled.
    *arguments
    place, expected
        Of the message for a file at which the process ends, or does not end.
    most_gigabytes
        Memory that the library may take, where the system can hold it to that.

    Raises
    ------
    InputError
        What the function raises, or for such a file.
    """
    asked = (most_gigabytes << 30, sys.path, function.__module__, function.__qualname__, arguments)
    try:
        done = subprocess.run(
            [sys.executable, "-c", _SERVE],
            input=pickle.dumps(asked),
            capture_output=True,
            timeout=MOST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        found = "a file at which its library does not come to an end"
        raise InputError(Problem(place, "", expected, found)) from None
    if done.returncode != 0:
        found = "a broken file, at which its library gives up"
        raise InputError(Problem(place, "", expected, found))
    problems, error, answer = pickle.loads(done.stdout)
    if problems:
        raise InputError(problems)
    if error is not None:
        raise error
    return answer  # type: ignore[no-any-return]


def serve() -> None:
    """Answer one call that comes in, within bounds of memory."""
    most_bytes, path, module, name, arguments = pickle.loads(sys.stdin.buffer.read())
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (most_bytes, most_bytes))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, ValueError, OSError):
        pass  # Windows has none, and macOS may refuse it
    sys.path[:] = path
    answer: tuple[Any, Exception | None, Any]
    try:
        function = getattr(import_module(module), name)
        answer = ((), None, function(*arguments))
    except InputError as error:
        answer = (error.problems, None, None)
    except ModuleNotFoundError as error:
        answer = ((), error, None)
    sys.stdout.buffer.write(pickle.dumps(answer))
