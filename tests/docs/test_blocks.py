"""Every block of code on every page of the docs runs, and shows what really comes out.

``python`` blocks of a page are one doctest session. ``console`` blocks hold commands, run by a real shell; where a
line begins with ``$``, the lines below it are the command's output, and ``$ echo $?`` shows its exit code. A block
with a caption is a file of that name for the blocks below it. ``text`` is shown and not run.
"""

import doctest
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from markdown_it import MarkdownIt

import kzschedule

DOCS = Path(__file__).parents[2] / "docs"
PAGES = sorted(path for path in DOCS.rglob("*.md") if "_build" not in path.parts)
#: A line that a screening writes every ten seconds, so on a slow machine only.
PROGRESS = re.compile(r"^[\d,]+ (?:rows?|строк\w*|жол)\b.* (?:a second|в секунду|секундына.*)\n", re.MULTILINE)
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
DIRECTIVE = re.compile(r"\{([a-z-]+)\}\s*(.*)")


class Block(NamedTuple):
    language: str
    content: str
    line: int
    caption: str | None


def blocks(page: Path) -> Iterator[Block]:
    for token in MarkdownIt("commonmark").parse(page.read_text(encoding="utf-8")):
        if token.type == "code_block":
            raise AssertionError(
                f"{page.name}, line {token.map[0] + 1}: an indented block; fence it and name its language"
            )
        if token.type != "fence":
            continue
        language, content, caption = token.info.strip(), token.content, None
        if directive := DIRECTIVE.fullmatch(language):
            if directive[1] != "code-block":
                continue
            language = directive[2]
            options = re.match(r"(?::[a-z-]+:.*\n)*", content)[0]
            caption = (re.search(r":caption: (.*)", options) or [None, None])[1]
            content = content[len(options) :].lstrip("\n")
        yield Block(language, content, token.map[0] + 1, caption)


class Session:
    """What the blocks of one page share: names, a folder, and a command ``kzschedule``."""

    def __init__(self, page: Path, folder: Path) -> None:
        self.page, self.folder, self.names = page, folder / "here", dict[str, Any]()
        commands = folder / "commands"
        for path in (self.folder, commands):
            path.mkdir()
        (self.folder / "docs").mkdir()
        (self.folder / "docs" / "rules").symlink_to(DOCS / "rules")  # the pages name files as seen from the repository
        command = commands / "kzschedule"
        command.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m kzschedule "$@"\n')
        command.chmod(0o755)
        self.environment = os.environ | {
            "PATH": f"{commands}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(Path(kzschedule.__file__).parents[1]),
            "PYTHONIOENCODING": "utf-8",
            "COLUMNS": "120",
            "NO_COLOR": "1",
        }

    def run(self, block: Block) -> None:
        if block.caption is not None:
            path = self.folder / block.caption
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.content, encoding="utf-8")
        run = getattr(self, f"run_{block.language}", None)
        assert run, f"line {block.line}: {block.language!r} is not known here; mark what must not run as text"
        run(block)

    def run_python(self, block: Block) -> None:
        if block.caption is not None:
            return  # a file; a console block runs it
        test = doctest.DocTestParser().get_doctest(
            block.content, self.names, self.page.stem, str(self.page), block.line
        )
        assert test.examples, f"line {block.line}: a python block without >>>; mark it text if it must not run"
        shown: list[str] = []
        results = doctest.DocTestRunner(optionflags=FLAGS).run(test, out=shown.append, clear_globs=False)
        self.names = test.globs
        assert results.failed == 0, "".join(shown)

    def run_console(self, block: Block) -> None:
        lines = block.content.splitlines()
        if not any(line.startswith("$ ") for line in lines):
            for line in lines:
                assert line.startswith("kzschedule "), f"line {block.line}: {line!r} must not run here; mark it text"
                code, _ = self.shell(line)
                assert code in (0, 1), line
            return
        transcript: list[tuple[str, list[str]]] = []
        for line in lines:
            if line.startswith("$ "):
                transcript.append((line[2:], []))
            else:
                assert transcript, f"line {block.line}: output before the first command"
                transcript[-1][1].append(line)
        code = 0
        for command, expected in transcript:
            if command == "echo $?":
                output = f"{code}\n"
            else:
                code, output = self.shell(command)
            wanted = "".join(f"{line}\n" for line in expected)
            if wanted:
                assert doctest.OutputChecker().check_output(wanted, output, FLAGS), f"{command}\n{output}"

    def shell(self, command: str) -> tuple[int, str]:
        result = subprocess.run(
            ["bash", "-c", command], cwd=self.folder, env=self.environment, capture_output=True, encoding="utf-8",
            check=False, timeout=120,
        )  # fmt: skip
        assert "Traceback" not in result.stderr, f"{command}\n{result.stderr}"
        return result.returncode, PROGRESS.sub("", result.stdout + result.stderr)

    def run_text(self, block: Block) -> None:
        """Nothing: it is shown, or was written as a file."""

    def run_json(self, block: Block) -> None:
        json.loads(block.content)

    def run_yaml(self, block: Block) -> None:
        yaml.safe_load(block.content)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(DOCS).as_posix())
def test_the_blocks_of_a_page_run(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = Session(page, tmp_path)
    monkeypatch.chdir(session.folder)
    for block in blocks(page):
        session.run(block)


def test_the_guides_have_blocks_that_run() -> None:
    for name in (
        "tutorial/start",
        "howto/substance",
        "howto/list",
        "howto/explain",
        "howto/shell",
        "howto/text",
        "howto/report",
        "howto/notebook",
        "howto/data",
        "howto/ci",
        "why/evidence",
        "why/limits",
        "reference/rules",
    ):
        languages = {block.language for block in blocks(DOCS / f"{name}.md")}
        assert languages & {"python", "console"}, name


def test_a_wrong_output_is_noticed(tmp_path: Path) -> None:
    wrong = {
        "python": ">>> 1 + 1\n3\n",
        "console": "$ kzschedule check 537-46-3\n537-46-3: LISTED ...\n",
    }
    session = Session(tmp_path / "page.md", tmp_path)
    for language, content in wrong.items():
        with pytest.raises(AssertionError):
            session.run(Block(language, content, 1, None))
    with pytest.raises(AssertionError):
        session.run(Block("console", "$ kzschedule check 537-46-3\n...\n$ echo $?\n0\n", 1, None))
