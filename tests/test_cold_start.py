"""What a check imports: a name needs neither pandas nor RDKit, a SMILES no pandas."""

import subprocess
import sys

import pytest

PROGRAM = """
import sys
from kzschedule.cli import main
try:
    main(sys.argv[1:])
except SystemExit:
    pass
print("IMPORTED", *sorted({"pandas", "rdkit", "rich", "numpy", "pydantic.plugin._loader"} & set(sys.modules)), file=sys.stderr)
"""


def imported(*arguments: str) -> set[str]:
    result = subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments], capture_output=True, encoding="utf-8", check=True
    )
    return set(result.stderr.split("IMPORTED")[1].split())


@pytest.mark.parametrize("query", ["меткатинон", "PCP", "MPPP", "537-46-2", "537-46-3", "fentanil", ""])
def test_a_check_that_needs_no_structure_imports_neither_pandas_nor_rdkit(query: str) -> None:
    assert not imported("check", "--json", query) & {"pandas", "rdkit", "numpy"}


@pytest.mark.parametrize("query", ["меткатинон", "537-46-2", "fentanil"])
def test_an_answer_in_text_waits_for_no_check_of_its_own_fields(query: str) -> None:
    imported("check", query)  # keeps what is made once
    assert "pydantic.plugin._loader" not in imported("check", query)  # which the first check that is built imports


@pytest.mark.parametrize("query", ["CC(NC)C(=O)c1ccc(C)cc1", "CC(=O)Oc1ccccc1C(=O)O"])
def test_a_check_of_a_structure_imports_no_pandas(query: str) -> None:
    loaded = imported("check", "--json", query)
    assert "rdkit" in loaded
    assert "pandas" not in loaded


def test_importing_the_library_imports_nothing_else() -> None:
    program = "import sys; import kzschedule; print(*sorted({'pandas','rdkit','pydantic','click'} & set(sys.modules)))"
    assert (
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.strip() == ""
    )


COUNTING = """
import importlib.metadata, re, sys
from kzschedule.cli import main
looks, patterns = [], []
compiled, looked = re.compile, importlib.metadata.distributions
re.compile = lambda *arguments: patterns.append(arguments) or compiled(*arguments)
importlib.metadata.distributions = lambda *arguments, **more: looks.append(1) or looked(*arguments, **more)
try:
    main(["check", "--json", sys.argv[1]])
except SystemExit:
    pass
from kzschedule.records.model import Name, Row
print("COUNTED", len(patterns), len(looks), Name.__pydantic_complete__, Row.__pydantic_complete__, file=sys.stderr)
"""


def test_a_name_compiles_few_patterns_and_checks_no_record_that_was_checked_before() -> None:
    command = [sys.executable, "-c", COUNTING, "меткатинон"]
    subprocess.run(command, capture_output=True, check=True)  # keeps what is made once
    result = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    patterns, looks, *complete = result.stderr.split("COUNTED")[1].split()
    assert int(patterns) < 120
    assert (looks, complete) == ("0", ["False", "False"])
