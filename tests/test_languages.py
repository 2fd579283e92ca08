"""Answers in Russian and Kazakh: complete catalogues, the same facts, and no English sentence among them."""

import ast
import csv
import gettext
import json
import os
import pickle
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from io import BytesIO
from itertools import chain
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from click.testing import CliRunner
from tools.catalogues import TRANSLATED, catalogue_file, dump_mo, dump_po, refreshed, texts

import kzschedule
from kzschedule import check, screen, size_of
from kzschedule.answer.size import size_of_verdict
from kzschedule.cli import main
from kzschedule.language import LANGUAGES, default_language, translation
from kzschedule.language.statement import Statement, SubstanceName, counted, statement_of
from kzschedule.language.vocabulary import STATUS
from kzschedule.render.sizes import size_lines
from kzschedule.schedule import Schedule
from kzschedule.units import read_amount
from kzschedule.verdict import Verdict

SOURCE = Path(kzschedule.__file__).parent
DAY = "2024-03-01"
FIELD = re.compile(r"\{([a-z_]+)(?:![rsa])?(?::[^{}]*)?\}")

#: Queries that together give every status, and the relations and messages that a query can bring about.
QUERIES = [
    "меткатинон",
    "мефедрон",
    "героина",
    "опий",
    "кокаин",
    "537-46-2",
    "50-36-2",
    "LPLLVINFLBSFRP-UHFFFAOYSA-N",
    "InChI=1S/CH4O/c1-2/h2H,1H3",
    "CNC(C)C(=O)c1ccccc1",
    "CNC(C)C(=O)c1ccccc1.Cl",
    "CNC(C)C(=O)c1ccccc1.CC(C)=O",
    "[2H]C([2H])([2H])NC(C)C(=O)c1ccccc1",
    "CN[C@@H](C)C(=O)c1ccccc1",
    "CN(C)[C@@H](Cc1ccccc1)c1ccccc1",
    "CNC(C)Cc1ccccc1",
    "CCNC(C)C(=O)c1ccc(CC)cc1",
    "CCNC(CC)Cc1ccc2c(c1)OCO2",
    "CN1CC[C@]23c4c5ccc(OC)c4O[C@H]2[C@@H](OC(C)=O)C=C[C@H]3[C@H]1C5",
    "CN1CC[C@]23c4c5cc(O)cc4O[C@H]2[C@@H](OC(C)=O)C=C[C@H]3[C@H]1C5",
    "CCCOC(=O)[C@H]1[C@@H](O)C[C@@H]2CC[C@H]1N2C",
    "CBD",
    "HHC",
    "[Na+].CC(=O)[O-]",
    "O=C1CCCO1",
    "CC1=C2C(=C3C=CC(=CC3=N2)OC)CCN1",
    "Cn1c(=O)c2c(ncn2C)n(C)c1=O",
    "тропикамид",
    "кодеин",
    "3-MMC",
    "эутилон",
    "MPPP",
    "PCP",
    "CO",
    "Эфедрина г/х",
    "vtnrfnbyjy",
    "метамфетомин",
    "героин, кокаин",
    "меткатинон (5650-44-2)",
    "3-MMK",
    "метадон (-)",
    "537-46-3",
    "12-3",
    "",
    "\x00",
    "C1CC",
    "CC(=O",
    "InChI=1S/x",
    "*CC",
    "C" * 700,
    "x" * 5000,
]


@cache
def english_sentences() -> list[re.Pattern[str]]:
    """The texts of the catalogues that are sentences, as patterns of what they look like when filled in."""
    patterns = []
    for text in texts():
        template = text if isinstance(text, str) else text[0]
        fixed = [part for part in FIELD.split(template)[::2] if part]
        if max(len(part.split()) for part in fixed) >= 4:
            longest = max(fixed, key=len)
            patterns.append(re.compile(re.escape(longest.strip())))
    return patterns


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_catalogue_has_the_texts_of_the_code_and_all_are_translated(language: str) -> None:
    with catalogue_file(language, "po").open("rb") as file:
        catalogue = read_po(file)
    held = {message.id for message in catalogue if message.id}
    assert held == set(texts()), "run python -m tools.documents, and translate what is new"
    assert not catalogue.obsolete
    for message in catalogue:
        if message.id:
            strings = message.string if isinstance(message.string, tuple) else (message.string,)
            assert all(strings), f"not translated: {message.id}"
            assert not message.fuzzy, message.id


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_files_of_a_catalogue_are_up_to_date(language: str) -> None:
    catalogue = refreshed(language)
    hint = "run python -m tools.documents"
    assert catalogue_file(language, "po").read_bytes() == dump_po(catalogue), hint
    assert catalogue_file(language, "mo").read_bytes() == dump_mo(catalogue), hint
    assert b"PROJECT" not in dump_po(catalogue) + dump_mo(catalogue)


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_have_the_values_of_their_texts(language: str) -> None:
    for message in refreshed(language):
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        for string in strings:
            if ids[0] == ids[-1]:
                assert sorted(FIELD.findall(ids[0])) == sorted(FIELD.findall(string)), ids
            else:  # click's singular and plural have different values
                assert set(FIELD.findall(string)) <= {name for one in ids for name in FIELD.findall(one)}, ids


def test_what_is_marked_in_the_code_is_collected() -> None:
    marked = {"N_", "Statement", "counted"}
    held = {text if isinstance(text, str) else text[0] for text in texts()}
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in marked:
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant) and re.search(r"[^\W\d_]", FIELD.sub("", first.value)):
                    assert first.value in held, f"{path.name}, line {node.lineno}: not collected (inside an f-string?)"
                if node.func.id == "counted":
                    assert isinstance(first, ast.Constant), f"{path.name}, line {node.lineno}"


def test_texts_with_a_count_have_plural_forms_and_no_others() -> None:
    for text in texts():
        if isinstance(text, str):
            assert "{count}" not in text, text


@pytest.mark.parametrize("language", TRANSLATED)
@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query[:20] or "empty")
def test_an_answer_has_no_english_sentence(query: str, language: str) -> None:
    said = translation(language).gettext
    for day in (DAY, "2021-10-15", "2019-01-01"):
        verdict = check(query, as_of=day)
        assert verdict.messages == tuple(map(str, verdict.statements))
        shown = verdict.to_text(language=language) + verdict.to_html(language=language)
        for size in ("0.5 g", "10 ml", "3 pieces", "1,500 g"):
            shown += "\n".join(size_lines(size_of(query, size, as_of="2026-01-01"), language))
        for pattern in english_sentences():
            assert not pattern.search(shown), pattern.pattern
        assert said(STATUS[verdict.status]).upper() in shown
        if verdict.status != "invalid":
            assert ".".join(reversed(day.split("-"))) in shown


def _said(values: Iterable[object]) -> Iterator[Statement]:
    """Iterate over statements, and those among their values."""
    for value in values:
        if isinstance(value, Statement):
            yield value
            yield from _said(value.values.values())
        elif isinstance(value, tuple):
            yield from _said(value)


@cache
def templates() -> frozenset[str]:
    return frozenset(chain.from_iterable((text,) if isinstance(text, str) else text for text in texts()))


with (Path(__file__).parent / "snapshots" / "answers.csv").open(encoding="utf-8", newline="") as file:
    REVIEWED = [line for line in csv.DictReader(file) if not line["needs"]]


@pytest.mark.parametrize("line", REVIEWED, ids=[line["id"] for line in REVIEWED])
def test_what_is_said_is_in_the_catalogues_and_has_its_values(line: dict[str, str]) -> None:
    verdict = check(line["query"], kind=line["kind"] or "auto", as_of=line["as_of"])
    sizes = size_of(line["query"], "0.5 g", as_of=line["as_of"])
    sizes = size_of_verdict(verdict, read_amount("0.5 g"), Schedule.default())
    for statement in _said(sizes.statements):
        assert statement.template in templates() or not re.search("[a-z]", FIELD.sub("", statement.template))
        assert None not in statement.values.values(), statement


def test_the_queries_give_every_status() -> None:
    statuses = {check(query, as_of=day).status for query in QUERIES for day in (DAY, "2024-02-05")}
    assert statuses == {"invalid", "listed", "unconfirmed", "unresolved", "analogue", "no_match"}


@pytest.mark.parametrize("query", ["метамфетомин", "CNC(C)C(=O)c1ccc(CC)cc1", "CBD", "MPPP", "537-46-3"])
def test_an_answer_survives_json_and_pickling_with_its_statements(query: str) -> None:
    verdict = check(query, as_of=DAY)
    for again in (Verdict.model_validate_json(verdict.model_dump_json()), pickle.loads(pickle.dumps(verdict))):
        assert again == verdict
        assert again.to_text(language="kk") == verdict.to_text(language="kk")


def test_json_does_not_depend_on_the_language() -> None:
    runs = [CliRunner().invoke(main, ["--lang", language, "check", "--json", "мефедрон"]) for language in LANGUAGES]
    assert len({run.output for run in runs}) == 1
    said = json.loads(runs[0].output)
    assert said["messages"][0].startswith("Mephedrone: under UN control (1971 Convention, Schedule II, decided 2015)")
    assert said["statements"][0]["values"]["name"] == {"en": "Mephedrone", "ru": "мефедрон", "kk": "мефедрон"}


@pytest.mark.parametrize(
    "arguments",
    [
        ["--lang", "ru", "check", "PCP"],
        ["check", "PCP", "--lang", "ru"],
        ["--lang", "kk", "check", "--lang=ru", "PCP"],
    ],
)
def test_the_language_stands_before_or_behind_the_command(arguments: list[str]) -> None:
    environment = dict(os.environ)
    run = CliRunner().invoke(main, arguments)
    assert "  вещество  " in run.output
    assert run.exit_code == 1
    assert dict(os.environ) == environment, "a run leaves the environment as it was"
    assert gettext.gettext("Usage:") == "Usage:"


@pytest.mark.parametrize(
    ("locale", "word"), [("ru_RU.UTF-8", "вещество"), ("kk_KZ.UTF-8", "зат"), ("C.UTF-8", "substance")]
)
def test_the_locale_gives_the_language(locale: str, word: str) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in ("LANGUAGE", "LC_ALL")}
    run = subprocess.run(
        [sys.executable, "-m", "kzschedule", "check", "PCP"], capture_output=True, encoding="utf-8", check=False,
        env=environment | {"LANG": locale, "LC_MESSAGES": locale, "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert f"  {word}  " in run.stdout
    assert run.returncode == 1


@pytest.mark.parametrize("language", TRANSLATED)
def test_help_and_usage_errors_are_translated(language: str) -> None:
    say = translation(language).gettext
    for command in ("check", "list", "screen", "size", "history", "validate", "official", "data", "update", "report"):
        shown = CliRunner().invoke(main, [command, "--lang", language, "--help"] if command != "official" else
                                   ["--lang", language, command, "--help"]).output  # fmt: skip
        assert shown.startswith(say("Usage:"))
        assert "Exit codes" not in shown
        assert "Show this message" not in shown
    wrong = CliRunner().invoke(main, ["check", "--lang", language, "--no-such"])
    assert wrong.exit_code == 2
    assert say("No such option {name!r}.").format(name="--no-such") in wrong.output
    date = CliRunner().invoke(main, ["check", "--lang", language, "--as-of", "tomorrow", "PCP"])
    assert "is no date" not in date.output
    assert date.exit_code == 2


def test_commands_print_in_the_language(tmp_path: Path) -> None:
    table = tmp_path / "names.csv"
    table.write_text("name\nметкатинон\n", encoding="utf-8")
    for arguments, words in (
        (["screen", str(table), "--out", str(tmp_path / "out.csv")], "Строк: 1, на "),
        (["history", "эутилон"], "внесена строка I-B-63, Таблица I"),
        (["size", "трамадол", "0,5 г"], "крупный размер"),
        (["check", "героина"], "В СПИСКЕ, Таблица I"),
        (["list", "--table", "IV"], "возможна более поздняя"),
    ):
        run = CliRunner().invoke(main, [*arguments, "--lang", "ru"])
        assert words in run.output, run.output
        assert not any(pattern.search(run.output) for pattern in english_sentences() if arguments[0] != "history")
    assert "психотропные вещества" in (tmp_path / "out.csv").read_text(encoding="utf-8")


def test_screening_writes_the_messages_of_check_in_english() -> None:
    message = screen(["мефедрон"], as_of=DAY)["message"][0]
    assert type(message) is str
    assert message.startswith(check("мефедрон", as_of=DAY).messages[0])


def test_a_statement_from_outside_may_only_name_values() -> None:
    sentence = "the query has {count} characters; at most {most} are read, check one substance at a time"
    steps = ("x", counted(sentence, count=2, most=1))
    said = Statement("{name}: {steps:; }", name=SubstanceName("A", ru="Б"), steps=steps)
    assert statement_of(json.loads(json.dumps(said.parts()))).parts() == said.parts()
    for text in ("{name.__class__}", "{name[0]}", "{name:>99999999}", "{", "{0}"):
        with pytest.raises(ValueError, match="braces"):
            statement_of({"text": text, "values": {"name": "x"}})


def test_the_default_language_is_english_where_the_locale_has_no_catalogue() -> None:
    assert default_language({"LANG": "de_DE.UTF-8"}) == "en"
    assert default_language({"LANGUAGE": "de:kk", "LANG": "ru_RU"}) == "kk"
    assert default_language({}) == "en"


def test_compiled_catalogues_are_read_by_gettext() -> None:
    for language in TRANSLATED:
        read = gettext.GNUTranslations(BytesIO(dump_mo(refreshed(language))))
        assert read.gettext("on the List") == translation(language).gettext("on the List") != "on the List"
