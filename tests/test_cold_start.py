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
print("IMPORTED", *sorted({"pandas", "rdkit", "rich", "numpy"} & set(sys.modules)), file=sys.stderr)
"""


def imported(*arguments: str) -> set[str]:
    result = subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments], capture_output=True, encoding="utf-8", check=True
    )
    return set(result.stderr.split("IMPORTED")[1].split())


@pytest.mark.parametrize("query", ["меткатинон", "PCP", "MPPP", "537-46-2", "537-46-3", "fentanil", ""])
def test_a_check_that_needs_no_structure_imports_neither_pandas_nor_rdkit(query: str) -> None:
    assert not imported("check", "--json", query) & {"pandas", "rdkit", "numpy"}


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
