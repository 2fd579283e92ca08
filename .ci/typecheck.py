"""Check a user's programs with mypy and Pyright against the library that is installed in an environment.

Usage: typecheck.py PYTHON FOLDER. ``right_use.py`` has to pass both strictly, and in ``wrong_use.py`` both have to
report exactly the lines that are marked ``# wrong``.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

TOOLS = Path(sys.executable).parent


def mypy(python: str, file: Path) -> set[int]:
    """Lines in which mypy finds an error."""
    command = [
        TOOLS / "mypy",
        "--strict",
        "--no-incremental",
        "--config-file=",
        "--python-executable",
        python,
        file.name,
    ]
    result = subprocess.run(command, cwd=file.parent, capture_output=True, encoding="utf-8", check=False)
    if result.returncode not in (0, 1):
        raise SystemExit(result.stdout + result.stderr)
    return {int(line) for line in re.findall(r"\.py:(\d+): error:", result.stdout)}


def pyright(python: str, file: Path) -> set[int]:
    """Lines in which Pyright finds an error."""
    (file.parent / "pyrightconfig.json").write_text(json.dumps({"typeCheckingMode": "strict"}), encoding="utf-8")
    command = [TOOLS / "basedpyright", "--outputjson", "--pythonpath", python, file.name]
    result = subprocess.run(command, cwd=file.parent, capture_output=True, encoding="utf-8", check=False)
    if result.returncode not in (0, 1):
        raise SystemExit(result.stdout + result.stderr)
    found = json.loads(result.stdout)["generalDiagnostics"]
    return {item["range"]["start"]["line"] + 1 for item in found if item["severity"] == "error"}


def main(python: str, folder: Path) -> int:
    """Return 0 if both checkers report what they should."""
    failed = False
    for name in ("right_use.py", "wrong_use.py"):
        file = folder / name
        lines = file.read_text(encoding="utf-8").splitlines()
        expected = {number for number, line in enumerate(lines, 1) if "# wrong" in line}
        for checker in (mypy, pyright):
            found = checker(python, file)
            sys.stdout.write(f"{checker.__name__}: {name}: {len(found)} of {len(expected)} mistakes reported\n")
            for line in sorted(found ^ expected):
                what = "missed" if line in expected else "reported without a mistake"
                sys.stdout.write(f"{file}:{line}: {what} by {checker.__name__}\n")
            failed |= found != expected
    return int(failed)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1], Path(sys.argv[2])))
