"""The walk of an amendment by hand: the page's own commands, in real processes, in one round of validate."""

import shlex
import time
from pathlib import Path

import pytest

from .test_blocks import DOCS, Session, blocks

PAGE = DOCS / "howto" / "amendment.md"


def test_a_stranger_adds_an_act_in_one_round(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    session = Session(PAGE, tmp_path)
    commands = [line[2:] for block in blocks(PAGE) for line in block.content.splitlines() if line.startswith("$ kz")]
    validated = []
    for command in commands:
        began = time.monotonic()
        code, output = session.shell(command)
        with capsys.disabled():
            print(f"\n{time.monotonic() - began:5.1f} s  exit {code}  {command[:90]}", end="")  # noqa: T201  # the walk's times
        name = " ".join(shlex.split(command)[1:3])
        assert code in ((0, 1) if name.startswith(("check", "data add-substance")) else (0,)), output
        validated += [output] if name.startswith("validate") else []
    assert len(validated) == 1
    assert validated[0].splitlines()[-1].startswith("0 errors")
