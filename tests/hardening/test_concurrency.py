"""Answers of threads and processes are those of one after the other, byte for byte, the first use included."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import kzschedule

#: Each kind of question: names, numbers, structures of each relation, analogues, and what cannot be read for a reason
#: that RDKit tells, which is where one thread could see another's.
PROGRAM = '''
import json, multiprocessing, os, random, signal, sys, threading
from concurrent.futures import ProcessPoolExecutor

QUERIES = [
    "мефедрон", "Mephedrone HCl", "PCP", "fentanil", "4-MMC", "норпсевдоэфедрин", "537-46-2", "537-46-3",
    "OKKJLVBELUTLKV-UHFFFAOYSA-N", "MYWUZJCMWCOHBA-UHFFFAOYSA-N", "CNC(C)C(=O)c1ccc(C)cc1.Cl", "CC(N)Cc1ccc(F)cc1",
    "C[C@H](N)Cc1ccccc1", "[2H]C([2H])(N)Cc1ccccc1", "CC(=O)Oc1ccccc1C(=O)O", "O=C([O-])c1ccccc1.[Na+]",
    "CCN(CC)CCn1c(Cc2ccc(OCC)cc2)nc2cc([N+](=O)[O-])ccc12", "CC(N)Cc1ccc(Br)cc1.CNC(C)Cc1ccccc1",
    "C1CC", "CC(C", "CN(C)(C)(C)C", "c1cccc1", "C1CCC(=O", "[Xx]", "CC(=O", "F[C@](F", "InChI=1S/nonsense", "InChI=1S/CH4O/c1-2/h2H,1H3",
    "\\n\\n\\n  1  0  0  0  0  0            999 V2000\\n    0.0    0.0    0.0 Zz  0\\nM  END\\n", "x\\n\\n\\nM  END", "\\n\\n\\n  9  9 V2000\\nM  END",
    "OCC(O)C(=O)CN", "NCCc1c[nH]c2ccccc12", "CN1C2CCC1CC(C2)OC(=O)c1ccccc1", "", "CO", "BP",
]

def ask(query):
    import kzschedule
    return kzschedule.check(query, as_of="2024-03-01").model_dump_json()

def in_threads(number):
    sys.setswitchinterval(1e-5)
    start, answers, errors = threading.Barrier(number), [], []
    def work(seed):
        try:
            mine = random.Random(seed).sample(QUERIES, len(QUERIES))
            start.wait()
            for query in mine * 2:
                answers.append((query, ask(query)))
        except BaseException as error:
            errors.append(repr(error))
    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(number)]
    for thread in threads: thread.start()
    for thread in threads: thread.join()
    assert not errors, errors
    assert len(answers) == number * 2 * len(QUERIES)
    return answers

def in_processes(method, warm):
    if warm: [ask(query) for query in QUERIES[:20]]
    with ProcessPoolExecutor(3, multiprocessing.get_context(method)) as pool:
        return list(zip(QUERIES * 3, pool.map(ask, QUERIES * 3), strict=True))

def forked_from_threads():
    """Fork while other threads are asking: the child must not wait for a lock that nobody in it holds."""
    sys.setswitchinterval(1e-5)
    stop = threading.Event()
    def work():
        while not stop.is_set():
            for query in QUERIES[18:30]: ask(query)
    # Both are built once; Python 3.11 holds a lock of its own while a thread builds them, which a child cannot free.
    ask("CC(N)Cc1ccc(F)cc1"), ask("C1CC")
    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads: thread.start()
    answers = []
    for _ in range(40):
        read, write = os.pipe()
        child = os.fork()
        if not child:
            signal.alarm(20)
            os.write(write, ask("C1CC").encode()); os._exit(0)
        os.close(write)
        with os.fdopen(read, "rb") as stream: answers.append(("C1CC", stream.read().decode()))
        os.waitpid(child, 0)
    stop.set()
    for thread in threads: thread.join()
    return answers

if __name__ == "__main__":
    how = sys.argv[1]
    if how == "one after the other": answers = [(query, ask(query)) for query in QUERIES]
    elif how == "threads": answers = in_threads(8)
    elif how == "fork while threads run": answers = forked_from_threads()
    else: answers = in_processes(*how.split(" ")[0:1], warm="warm" in how)
    json.dump(sorted(set(answers)), sys.stdout)
'''
# A deadlock is a hang; the processes need a few seconds each.
WATCH = 240


def answers(how: str, folder: Path) -> list[list[str]]:
    import json

    program = folder / "asking.py"
    program.write_text(PROGRAM, encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": str(Path(kzschedule.__file__).parents[1]), "PYTHONIOENCODING": "utf-8"}
    result = subprocess.run(
        [sys.executable, str(program), how], env=environment, capture_output=True, encoding="utf-8", timeout=WATCH,
        check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    assert "Error" not in result.stderr
    found: list[list[str]] = json.loads(result.stdout)
    return found


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> list[list[str]]:
    found = answers("one after the other", tmp_path_factory.mktemp("alone"))
    assert len({query for query, _ in found}) == len(found) > 30
    return found


@pytest.mark.parametrize("how", ["threads", "fork", "fork warm", "spawn"])
def test_the_answers_are_the_same(how: str, alone: list[list[str]], tmp_path: Path) -> None:
    """Each query once: were two answers to it different, there would be one more."""
    assert answers(how, tmp_path) == alone


def test_a_process_forked_while_threads_ask_answers(alone: list[list[str]], tmp_path: Path) -> None:
    [answer] = answers("fork while threads run", tmp_path)
    assert answer in alone


def test_threads_that_share_a_molecule_have_the_same_answers() -> None:
    from concurrent.futures import ThreadPoolExecutor

    from rdkit import Chem

    shared = Chem.MolFromSmiles("C[C@@H](NC)C(=O)c1ccc(F)cc1.Cl")
    with ThreadPoolExecutor(8) as pool:
        found = {verdict.model_dump_json() for verdict in pool.map(lambda _: kzschedule.check(shared), range(200))}
    assert len(found) == 1


def test_threads_that_push_out_what_others_remember_get_no_error() -> None:
    from concurrent.futures import ThreadPoolExecutor

    from kzschedule._cache import Recent

    recent: Recent[str, str] = Recent(1)
    kept = [[(f"{name}-{number}", name) for number in range(3)] for name in "abcdefgh"]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(recent.put, kept * 500))
    assert len(recent) == 1


def test_dropped_caches_leave_no_lock_behind() -> None:
    import gc

    from kzschedule import _cache

    gc.collect()
    before = len(_cache._locks)
    kept = [_cache.Recent[int, int](1) for _ in range(1_000)]
    assert len(_cache._locks) == before + 1_000
    del kept
    gc.collect()
    assert len(_cache._locks) == before


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system forks no processes")
def test_a_lock_that_another_thread_holds_is_free_in_a_forked_process() -> None:
    program = """
import os, signal, threading
from kzschedule._cache import Lock
lock, held, done = Lock(), threading.Event(), threading.Event()
def hold():
    with lock:
        held.set()
        done.wait()
thread = threading.Thread(target=hold)
thread.start()
held.wait()
child = os.fork()
if not child:
    signal.alarm(20)
    with lock:
        os._exit(0)
print("child", os.waitpid(child, 0)[1])
done.set()
thread.join()
"""
    environment = os.environ | {"PYTHONPATH": str(Path(kzschedule.__file__).parents[1])}
    result = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, encoding="utf-8", timeout=WATCH,
        check=True,
    )  # fmt: skip
    assert result.stdout == "child 0\n"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system forks no processes")
def test_what_a_thread_builds_is_built_anew_in_a_forked_process() -> None:
    program = """
import os, signal, threading
from kzschedule._cache import cached_property

class Index:
    def __init__(self, go): self.go = go
    @cached_property
    def built(self):
        started.set()
        return self.go.wait() and "built"

started, go = threading.Event(), threading.Event()
busy = Index(go)
thread = threading.Thread(target=lambda: busy.built)
thread.start()
started.wait()
child = os.fork()
if child == 0:
    signal.alarm(5)
    go = threading.Event()
    go.set()
    os._exit(0 if Index(go).built == "built" else 1)
status = os.waitpid(child, 0)[1]
go.set()
thread.join()
assert busy.built == "built" and "built" in vars(busy) and Index.built.func
raise SystemExit(status)
"""
    subprocess.run([sys.executable, "-c", program], check=True)


def test_no_module_has_a_cached_property_with_a_lock() -> None:
    found = [
        path.name
        for path in (Path(kzschedule.__file__).parent).rglob("*.py")
        if "from functools" in (text := path.read_text(encoding="utf-8")) and _LOCKED.search(text)
    ]
    # A model of pydantic takes no other kind; a rule is read once.
    assert found == ["rule.py"]


_LOCKED = re.compile(r"^from functools import .*\bcached_property\b", re.MULTILINE)
