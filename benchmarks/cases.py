"""Cases of what files, programs and hands bring: ``python benchmarks/cases.py [FILE] [--show]``.

What is expected of each case stands in ``cases_expected.csv``: the case (the ``id`` of a row of FILE, a CSV file with
the columns ``id`` and ``input``, or nothing for a case of our own), its kind, how it is asked, the input (empty where
FILE has it as it is), and what has to hold, parted by semicolons: the statuses that are right, parted by slashes;
``+id`` and ``-id``, a substance that has to be named or must not be; ``exit=N``; ``=text``, what the answer has to
contain, and ``!text``, what it must not. ``check`` asks for an input as a text, ``mentions`` reads it as one with names
inside, ``python`` evaluates it. ``found`` means listed, unconfirmed or analogue; ``told`` that or unresolved; ``quiet``
no_match or analogue.
"""

from __future__ import annotations

import argparse
import csv
import re
import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd
from click.testing import CliRunner
from rdkit import Chem, RDLogger
from rdkit.Chem import AllChem

import kzschedule
from kzschedule import Verdict
from kzschedule.cli import main as command

HERE = Path(__file__).parent
DAY = "2024-03-01"
WORDS = {
    "found": {"listed", "unconfirmed", "analogue"},
    "told": {"listed", "unconfirmed", "analogue", "unresolved"},
    "quiet": {"no_match", "analogue"},
}


@dataclass
class Answer:
    """What came back, of whatever kind."""

    statuses: set[str] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)
    text: str = ""
    exit: int | None = None


def check(query: object, as_of: object = DAY, **options: object) -> Verdict:
    return kzschedule.check(query, as_of=as_of, **options)  # type: ignore[arg-type]  # options as a case writes them


def mentions(text: str) -> tuple[kzschedule.Mention, ...]:
    return kzschedule.find_mentions(text)


def run(*arguments: str) -> Answer:
    result = CliRunner().invoke(command, arguments)
    return Answer(text=result.output, exit=result.exit_code)


def screened(name: str, content: bytes | str, *options: str) -> Answer:
    """Return what the command screen makes of a file: its exit code, its text, and statuses and ids of its rows."""
    with tempfile.TemporaryDirectory() as folder:
        path, out = Path(folder) / name, Path(folder) / "out.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        answer = run("screen", str(path), "--as-of", DAY, "--out", str(out), *options)
        if out.exists():
            found = pd.read_csv(out, dtype=str, keep_default_na=False)
            answer.statuses = set(found["status"])
            answer.ids = set(found["substance_id"])
            answer.text += " ".join(found["message"])
    return answer


def frame(values: Iterable[object], **options: object) -> Answer:
    """Return what `screen` makes of the values of a column called CASRN."""
    found = kzschedule.screen(pd.DataFrame({"CASRN": list(values)}), as_of=DAY, **options)  # type: ignore[arg-type]  # options as a case writes them
    return Answer(set(found["status"]), {one for one in found["substance_id"] if isinstance(one, str)}, found.to_csv())


def mol(smiles: str) -> Chem.Mol:
    return Chem.MolFromSmiles(smiles)


def v2000(smiles: str) -> str:
    return str(Chem.MolToMolBlock(mol(smiles)))


def v3000(smiles: str) -> str:
    return str(Chem.MolToV3KMolBlock(mol(smiles)))


def flat(smiles: str) -> str:
    """Return the standard InChI of a structure without its stereo."""
    found = mol(smiles)
    Chem.RemoveStereochemistry(found)
    return str(Chem.MolToInchi(found))


def mapped(smiles: str) -> Chem.Mol:
    found = mol(smiles)
    for atom in found.GetAtoms():
        atom.SetAtomMapNum(atom.GetIdx() + 1)
    return found


def conformer(smiles: str) -> Chem.Mol:
    found = Chem.AddHs(mol(smiles))
    AllChem.EmbedMolecule(found, randomSeed=470)
    return found


def inchikey(smiles: str) -> str:
    return str(Chem.MolToInchiKey(mol(smiles)))


def answer_of(value: object) -> list[Answer]:
    """Return what came back in one form; of a list, one for each."""
    if isinstance(value, Answer):
        return [value]
    if isinstance(value, Verdict):
        ids = {item.substance_id for item in value.matches} | {item.substance_id for item in value.suggestions}
        return [Answer({value.status}, ids, value.model_dump_json(), int(value.status != "no_match"))]
    if isinstance(value, list):
        return [one for item in value for one in answer_of(item)]
    if isinstance(value, tuple):  # of mentions
        ambiguous = {"ambiguous" if one.ambiguous else "plain" for one in value}
        return [Answer(ambiguous, {name for one in value for name in one.substance_ids}, repr(value))]
    return [Answer(text=str(value))]


def ask(how: str, text: str) -> list[Answer]:
    if how == "python":
        return answer_of(eval(text, {**globals(), "np": np}))
    text = re.sub(r"\\(?:u[0-9a-f]{4}|[nrt])", lambda found: found[0].encode().decode("unicode_escape"), text)
    return answer_of(mentions(text) if how == "mentions" else check(text))


def faults(answer: Answer, expected: str) -> list[str]:
    """Return what does not hold of an answer."""
    wrong = []
    for one in (part.strip() for part in expected.split(";")):
        mark, rest = one[:1], one[1:]
        if mark == "+":
            holds = rest in answer.ids
        elif mark == "-":
            holds = rest not in answer.ids
        elif mark == "=":
            holds = rest in answer.text
        elif mark == "!":
            holds = rest not in answer.text
        elif one.startswith("exit="):
            holds = answer.exit == int(one[5:])
        else:
            allowed: set[str] = set().union(*(WORDS.get(word, {word}) for word in one.split("/")))
            holds = answer.statuses <= allowed and (bool(answer.statuses) or "none" in allowed)
        if not holds:
            wrong.append(one)
    return wrong


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("file", nargs="?", type=Path, help="a CSV file of cases with the columns id and input")
    parser.add_argument("--show", action="store_true", help="print every answer, not the wrong ones only")
    parser.add_argument("--expected", type=Path, default=HERE / "cases_expected.csv")
    arguments = parser.parse_args()
    RDLogger.DisableLog("rdApp.*")
    inputs: dict[str, str] = {}
    if arguments.file:
        with arguments.file.open(encoding="utf-8", newline="") as file:
            inputs = {row["id"]: row["input"] for row in csv.DictReader(file)}
    counted: Counter[tuple[str, str]] = Counter()
    judged: dict[str, bool] = {}
    with arguments.expected.open(encoding="utf-8", newline="") as file:
        cases = list(csv.DictReader(file))
    for case in cases:
        text = case["input"] or inputs.get(case["case"], "")
        if not text or (case["case"] and not inputs):
            continue
        try:
            answers = ask(case["how"], text)
            wrong = [part for answer in answers for part in faults(answer, case["expected"])]
        except Exception as error:  # noqa: BLE001 — an answer is wanted, whatever the input
            answers, wrong = [Answer(text=repr(error))], [f"raised {error!r}"]
        name = case["case"] or "own"
        counted["given" if case["case"] else "own", "wrong" if wrong else "right"] += 1
        judged[name] = judged.get(name, True) and not wrong
        if wrong or arguments.show:
            said = " & ".join(f"{'/'.join(sorted(one.statuses))} {sorted(one.ids)[:6]}" for one in answers)
            mark = "WRONG" if wrong else "right"
            print(mark, case["kind"], name, repr(text[:90]), "|", said, "|", "; ".join(wrong) or case["expected"])
            if wrong and answers and not answers[0].ids:
                print("      ", answers[0].text[:200].replace("\n", " ¶ "))
    for name in sorted(set(inputs) - set(judged)):
        print("not judged:", name, repr(inputs[name][:90]))
    given = [right for name, right in judged.items() if name in inputs]
    print(
        f"cases of the file: {sum(given)} of {len(inputs)} right; of our own: {counted['own', 'right']} right, "
        f"{counted['own', 'wrong']} wrong"
    )


if __name__ == "__main__":
    main()
