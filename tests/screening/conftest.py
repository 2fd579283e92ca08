"""What the tests of screening share: a day, and rows of all kinds."""

import random

import pytest
from rdkit import Chem

from kzschedule.schedule import Schedule

DAY = "2024-03-01"

JUNK = [
    "", "   ", "537-46-3", "C1CC", "CC(C", "мефедрон\x00", "InChI=1S/garbage", "InChI=", "12345", "=cmd()", "-", "?",
    "N/A", "[*]C(=O)c1ccccc1", "c1ccccc1" * 600, "\ufffd\ufffd", "1,4-", '"', "мефидрон", "метамфитамин", "MPPP", "CO", "PCP",
    "aspirin", "тропикамид", "2-amino-1-phenylpropan-1-one hydrochloride", "N,N-dimethylbutan-2-amine", "X" * 5000, None,
]  # fmt: skip


def mixed_queries(count: int) -> list[str | None]:
    """Names, CAS numbers, structures in several forms and junk, shuffled, `count` of them."""
    package = Schedule.default().package
    queries: list[str | None] = [name.name for name in package.names]
    for substance in package.substances:
        queries += [substance.name_en, substance.name_ru, substance.cas, substance.inchikey]
        if substance.smiles:
            queries += [substance.smiles, f"{substance.smiles}.Cl", f"{substance.smiles}.OS(=O)(=O)O"]
            queries.append(Chem.MolToSmiles(Chem.MolFromSmiles(substance.smiles), isomericSmiles=False))
            queries.append(substance.smiles.replace("N", "P", 1))
    queries = [query for query in queries if query]
    chosen = random.Random(470)
    chosen.shuffle(queries)
    queries = queries[: count - count // 20]
    queries += [JUNK[number % len(JUNK)] for number in range(count - len(queries))]
    chosen.shuffle(queries)
    return queries


@pytest.fixture(scope="session")
def mixed() -> list[str | None]:
    return mixed_queries(5_000)
