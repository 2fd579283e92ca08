"""Input that was made to take time or memory is answered or refused within bounds.

A hang inside RDKit cannot be ended from Python, and memory that a process has taken it keeps: each input is tried by a
process of its own with a limit of memory, and its parent holds the watch.
"""

import gzip
import os
import subprocess
import sys
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path

import pytest

import kzschedule
from kzschedule.names import systematic
from kzschedule.structures import rings
from kzschedule.structures.reading import MAX_HEAVY_ATOMS, MAX_RINGS

# What is refused here took RDKit minutes, gigabytes or its life; what is answered takes less than a second.
WATCH = 60
PROGRAM = """
import resource, sys, kzschedule
resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
verdict = kzschedule.check(open(sys.argv[2], encoding="utf-8").read(), kind=sys.argv[1])
print(verdict.status)
print(*verdict.messages)
"""
Bonds = list[tuple[int, int]]


def asked(text: str, kind: str, folder: Path) -> tuple[str, str]:
    """The status and the messages of a check in a process of its own."""
    (folder / "query").write_text(text, encoding="utf-8")
    result = subprocess.run(
        [sys.executable, "-c", PROGRAM, kind, str(folder / "query")], env=environment(), capture_output=True,
        encoding="utf-8", timeout=WATCH, check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr[-2000:]
    status, _, said = result.stdout.partition("\n")
    return status, said


def environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(Path(kzschedule.__file__).parents[1]), "PYTHONIOENCODING": "utf-8"}


def v2000(atoms: int, bonds: Bonds, symbol: str) -> str:
    head = f"\n\n\n{atoms:3}{len(bonds):3}  0  0  0  0            999 V2000\n"
    atom = f"    0.0000    0.0000    0.0000 {symbol:3} 0  0\n"
    return head + atom * atoms + "".join(f"{a + 1:3}{b + 1:3}  1  0\n" for a, b in bonds) + "M  END\n"


def v3000(atoms: int, bonds: Bonds, symbol: str) -> str:
    lines = ["", "", "", "  0  0  0     0  0            999 V3000", "M  V30 BEGIN CTAB"]
    lines += [f"M  V30 COUNTS {atoms} {len(bonds)} 0 0 0", "M  V30 BEGIN ATOM"]
    lines += [f"M  V30 {number + 1} {symbol} 0 0 0 0" for number in range(atoms)]
    lines += ["M  V30 END ATOM", "M  V30 BEGIN BOND"]
    lines += [f"M  V30 {number + 1} 1 {a + 1} {b + 1}" for number, (a, b) in enumerate(bonds)]
    return "\n".join([*lines, "M  V30 END BOND", "M  V30 END CTAB", "M  END", ""])


def smiles(atoms: int, bonds: Bonds, symbol: str) -> str:
    """A chain of the atoms, and the other bonds as ring closures."""
    written = [symbol] * atoms
    free, numbers = list(range(999, 0, -1)), dict[tuple[int, int], int]()
    for place in range(atoms):
        for bond in bonds:
            if place in bond and abs(bond[0] - bond[1]) != 1:
                if bond not in numbers:
                    numbers[bond] = free.pop()
                else:
                    free.append(numbers[bond])
                written[place] += f"%({numbers[bond]})"
    return "".join(written)


def between(left: int, right: int) -> Bonds:
    return [(a, left + b) for a in range(left) for b in range(right)]


def torus(width: int) -> Bonds:
    """A closed net of four bonds an atom."""
    place = lambda row, column: row % width * width + column % width  # noqa: E731
    return [
        tuple(sorted((place(row, column), place(row + down, column + 1 - down))))
        for row in range(width)
        for column in range(width)
        for down in (0, 1)
    ]


ALL_TO_ALL = list(combinations(range(40), 2))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param(v2000(40, ALL_TO_ALL, "U"), "molblock", id="all bound to all"),
        pytest.param(v3000(100, list(combinations(range(100), 2)), "U"), "molblock", id="all bound to all, V3000"),
        pytest.param(v3000(101, between(2, 99) + between(1, 100), "U").replace("M  V30 1 1 ", "M  V30 1 -\nM  V30 1 ", 1), "molblock", id="bonds on continued lines"),
        pytest.param(v2000(40, ALL_TO_ALL, "U").replace("M  END", "M  V30 BEGIN CTAB\nM  END"), "molblock", id="one version with a line of the other"),
        pytest.param(v2000(302, between(2, 300), "U"), "molblock", id="two atoms joined three hundred times"),
        pytest.param(v2000(484, torus(22), "C"), "molblock", id="closed net"),
        pytest.param(smiles(22, list(combinations(range(22), 2)), "[U]"), "smiles", id="all bound to all, as SMILES"),
        pytest.param("InChI=1S/C99H2/c" + "-".join(f"{a}-{b}" for a, b in combinations(range(1, 20), 2)), "inchi", id="all bound to all, as InChI"),
    ],
)  # fmt: skip
def test_more_rings_than_can_be_found_are_refused(text: str, kind: str, tmp_path: Path) -> None:
    status, said = asked(text, kind, tmp_path)
    assert status == "invalid"
    assert f"at most {MAX_RINGS} are examined" in said


def paths(number: int, length: int) -> tuple[int, Bonds]:
    """Two atoms joined by paths: of all graphs with so many rings that were tried the slowest."""
    bonds: Bonds = []
    atoms = 2
    for _ in range(number):
        before = 0
        for _ in range(length):
            bonds.append((before, atoms))
            before, atoms = atoms, atoms + 1
        bonds.append((before, 1))
    return atoms, bonds


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param(v2000(*paths(MAX_RINGS + 1, 5), "U"), "molblock", id="paths between two atoms"),
        pytest.param(v2000(18, between(9, 9), "U"), "molblock", id="nine bound to nine"),
        pytest.param(v2000(81, torus(9)[:160], "C"), "molblock", id="net"),
        pytest.param(".".join(["C[C@H]1CC[C@@H](C)CC1"] * 70), "smiles", id="rings with dependent centres"),
        pytest.param("[C@@H]1(F)" + "[C@@H](F)" * 297 + "[C@@H]1F", "smiles", id="a ring of centres"),
        pytest.param("F/C=C/" + "C=C/" * 140 + "F", "smiles", id="double bonds"),
        pytest.param(".".join("CC(N%s)Cc1ccccc1" % ("C" * number) for number in range(26)), "smiles", id="a mixture of many"),
        pytest.param(".".join(["[H]"] * 900), "smiles", id="hydrogen atoms"),
        pytest.param(".".join(["CC[NH3+]"] * 80 + ["CC(=O)[O-]"] * 80), "smiles", id="charges"),
        pytest.param("[NH2+]C(C(=O)[O-])" * 90, "smiles", id="charges on one chain"),
        pytest.param("NC(=N)" * 190, "smiles", id="tautomers"),
        pytest.param("OC=C" * 130, "smiles", id="enols"),
        pytest.param("n1" + "n" * 596 + "n1", "smiles", id="an aromatic ring of six hundred"),
        pytest.param("NC(Cc1ccccc1)C(=O)" * 13 + "O", "smiles", id="a peptide with many places"),
        pytest.param("c1ccccc1" + "-c1ccc(cc1)" * 23, "smiles", id="polyphenylene"),
        pytest.param("[Fe]" + "(<-N)" * 200, "smiles", id="dative bonds"),
        pytest.param("C" + "(" * 1900 + "C" + ")" * 1900, "smiles", id="brackets in brackets"),
        pytest.param("InChI=1S/CH4/i1D999", "inchi", id="isotopes for which the InChI library takes all memory"),
        pytest.param("InChI=1S/999H2O/h999*1H2", "inchi", id="many components"),
        pytest.param("2-(" * 190 + "methyl" + ")" * 190, "name", id="a systematic name in brackets"),
        pytest.param("tris(" * 40 + "methyl)" * 40 + "amine", "name", id="a systematic name that repeats itself"),
        pytest.param("а" * 4000, "name", id="a long name"),
        pytest.param("метил-" * 600, "name", id="a name of parts"),
    ],
)  # fmt: skip
def test_what_is_slow_is_answered(text: str, kind: str, tmp_path: Path) -> None:
    status, said = asked(text, kind, tmp_path)
    assert status in {"no_match", "invalid", "listed", "unconfirmed", "analogue", "unresolved"}
    assert said.strip()


def test_fullerenes_and_what_else_is_made_are_within_the_limit() -> None:
    assert MAX_RINGS > 43  # C84
    mol_block = v2000(MAX_RINGS * 6, [(a, a + 1) for a in range(MAX_RINGS * 6 - 1)], "C")
    assert rings.of_molblock(mol_block, MAX_RINGS) == 0
    assert MAX_HEAVY_ATOMS // 6 > MAX_RINGS  # a limit of its own, not one that follows from the other


def test_a_molecule_of_many_rings_is_refused_too() -> None:
    from rdkit import Chem

    mol = Chem.MolFromMolBlock(v2000(100, torus(10), "C"))
    verdict = kzschedule.check(mol)
    assert verdict.status == "invalid"
    assert f"at most {MAX_RINGS}" in verdict.messages[0]


def test_no_name_of_the_list_repeats_a_part_as_often_as_a_name_that_takes_all_time() -> None:
    package = kzschedule.Schedule.default().package
    names = [*(name.name for name in package.names), *(substance.name_en for substance in package.substances)]
    assert max(map(systematic.repeats, names)) <= 10 < systematic.MAX_REPEATS < systematic.repeats("tris(" * 6)
    assert systematic.repeats("hectakis(hectakis(methyl))") == 10_000


SCREEN = """
import resource, sys, kzschedule
resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
try:
    print(len(kzschedule.screen(sys.argv[1])), "rows")
except kzschedule.KzScheduleError as error:
    print(error)
"""


def pieces(text: bytes, times: int) -> Iterable[bytes]:
    return (text for _ in range(times))


@pytest.mark.parametrize("suffix", ["csv", "smi", "sdf"])
def test_a_small_file_that_holds_one_line_of_gigabytes_is_refused(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"table.{suffix}.gz"
    with gzip.open(path, "wb", compresslevel=1) as stream:
        stream.write(b"name\n")
        stream.writelines(pieces(b"a" * 1_000_000, 2_000))
    assert path.stat().st_size < 20_000_000
    result = subprocess.run(
        [sys.executable, "-c", SCREEN, str(path)], env=environment(), capture_output=True, encoding="utf-8",
        timeout=WATCH, check=False,
    )  # fmt: skip
    assert "has a line of more than" in result.stdout, result.stderr[-500:]


REPEATED = """
import gc, resource, sys
from pathlib import Path
from fuzz.targets import target

def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()

tried = target(sys.argv[1])
inputs = [seed for seed in tried.seeds() if len(seed) <= tried.MAX_BYTES][: int(sys.argv[2])]
sizes = []
for _ in range(int(sys.argv[3])):
    for data in inputs:
        tried.run(data)
    gc.collect()
    sizes.append(resident())
print(*sizes)
"""


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="the system does not say how much memory there is")
@pytest.mark.parametrize(("name", "inputs", "rounds"), [("name", 60, 24), ("smiles", 40, 12), ("molblock", 30, 24), ("csv", 6, 24), ("sdf", 4, 60), ("rule", 4, 60)])  # fmt: skip
def test_the_same_questions_again_take_no_more_memory(name: str, inputs: int, rounds: int) -> None:
    """All caches are full, and what many structures need is compiled, after a third of the rounds.

    A kilobyte lost with each answer would show as megabytes.
    """
    result = subprocess.run(
        [sys.executable, "-c", REPEATED, name, str(inputs), str(rounds)], cwd=Path(__file__).parents[2],
        env=environment(), capture_output=True, encoding="utf-8", timeout=600, check=True,
    )  # fmt: skip
    sizes = [int(size) for size in result.stdout.split()]
    growth = sizes[-1] - sizes[rounds // 3]
    assert growth < 6_000_000, sizes
