"""A page for every row of the List and every substance of the data, in three languages: ``python docs/rows.py site``.

The pages are plain HTML, written into the built site; Sphinx does not read them. A row is addressed by its identifier,
as ``rows/ru/I-B-23.html``, a substance by its own, as ``rows/ru/substances/methcathinone.html``. The list to be
searched is ``rows/ru/index.html``.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from html import escape
from pathlib import Path
from typing import NamedTuple

from markupsafe import Markup

from kzschedule import Schedule
from kzschedule.dates import today
from kzschedule.language import LANGUAGES, Language
from kzschedule.language.statement import Statement
from kzschedule.law.positions import natural
from kzschedule.records.model import Substance
from kzschedule.render import pages, words
from kzschedule.render.explain import Target, explain
from kzschedule.render.list_page import list_page
from kzschedule.render.thumbnail import thumbnail

HERE = Path(__file__).parent
#: Substances of which the tests say whose analogues they are.
KNOWN_ANALOGUES = HERE.parent / "tests" / "analogues" / "expected.csv"
#: Where the pages stand in the site.
FOLDER = "rows"
TEMPLATE = HERE / "_templates" / "row.html"

#: Labels of these pages alone; all other words are those of the library's catalogues.
LABELS: dict[str, dict[str, str]] = {
    "list": {"en": "The List, to be searched", "ru": "Список с поиском", "kk": "Іздеуге болатын Тізім"},
    "site": {"en": "Site", "ru": "Сайт", "kk": "Сайт"},
    "near": {"en": "Rows beside", "ru": "Соседние строки", "kk": "Көршілес жолдар"},
    "docs": {"en": "Documentation", "ru": "Документация", "kk": "Құжаттама"},
    "before": {"en": "Row before", "ru": "Предыдущая строка", "kk": "Алдыңғы жол"},
    "after": {"en": "Next row", "ru": "Следующая строка", "kk": "Келесі жол"},
    "time": {"en": "sizes over time", "ru": "размеры по времени", "kk": "мөлшерлер уақыт бойынша"},
    "named": {"en": "substances", "ru": "вещества", "kk": "заттар"},
    "lines": {"en": "lines of the row", "ru": "строки внутри", "kk": "ішкі жолдар"},
    "rows": {"en": "rows of the List", "ru": "строки Списка", "kk": "тізім жолдары"},
    "none": {"en": "no row names it", "ru": "ни одна строка его не называет", "kk": "оны ешбір жол атамайды"},
    "names": {"en": "names", "ru": "названия", "kk": "атаулары"},
    "more": {"en": "other names", "ru": "другие названия", "kk": "басқа атаулары"},
    "formula": {"en": "formula", "ru": "формула", "kk": "формуласы"},
    "remark": {"en": "remark", "ru": "замечание", "kk": "ескерту"},
    "treaties": {"en": "UN conventions", "ru": "Конвенции ООН", "kk": "БҰҰ конвенциялары"},
    "schedule": {"en": "schedule", "ru": "список", "kk": "тізім"},
    "analogues": {
        "en": "by formula formed from it (of the library's tests)",
        "ru": "по формуле образованы из него (из тестов библиотеки)",
        "kk": "формуласы бойынша одан түзілген (кітапхана тесттерінен)",
    },
    "parents": {
        "en": "by formula formed from (of the library's tests)",
        "ru": "по формуле образовано из (из тестов библиотеки)",
        "kk": "формуласы бойынша мынадан түзілген (кітапхана тесттерінен)",
    },
    "examination": {
        "en": "Whether it is an analogue in law is established by forensic examination.",
        "ru": "Является ли оно аналогом по закону, устанавливает судебная экспертиза.",
        "kk": "Оның заң бойынша аналог екенін сот сараптамасы анықтайды.",
    },
    "advice": {
        "en": "This page is no legal advice; the decree's own text decides.",
        "ru": "Эта страница не юридическая консультация; решает сам текст постановления.",
        "kk": "Бұл бет заң кеңесі емес; қаулының өз мәтіні шешеді.",
    },
}
_NAMES = {"en": "English", "ru": "Русский", "kk": "Қазақша"}


class Item(NamedTuple):
    """A text of a page, or a link with what stands behind it."""

    text: str
    href: str = ""
    rest: str = ""


class KnownAnalogue(NamedTuple):
    """A substance of which the tests say by which parents it is an analogue, nearest alike."""

    name: str
    smiles: str
    parents: tuple[str, ...]


def known_analogues(file: Path = KNOWN_ANALOGUES) -> tuple[KnownAnalogue, ...]:
    """Return the substances that the tests know as analogues by their formula."""
    with file.open(encoding="utf-8", newline="") as stream:
        return tuple(
            KnownAnalogue(row["substance"], row["smiles"], tuple(row["nearest"].split()))
            for row in csv.DictReader(stream)
            if row["analogue"] == "yes"
        )


class Pages:
    """Writes the pages of a schedule in one language."""

    def __init__(self, schedule: Schedule, day: date, language: Language, out: Path) -> None:
        self.schedule, self.day, self.language = schedule, day, language
        self.folder = out / FOLDER / language
        self.template = pages.environment(language).from_string(TEMPLATE.read_text(encoding="utf-8"))
        self.listings = defaultdict(list)
        self.rows_of = defaultdict(list)
        for listing in schedule.package.listings:
            self.listings[listing.row_id].append(listing)
            for substance_id in self._meant(listing):
                self.rows_of[substance_id].append(listing.row_id)
        self.names = defaultdict(list)
        for name in schedule.package.names:
            self.names[name.substance_id].append(name.name)
        self.analogues = known_analogues()
        revision = schedule.revision(day)
        self.read = Statement(
            "Newest revision read: {day} (No. {number}); a later one may exist.",
            day=words.day(revision.date), number=revision.number,
        ).say(language)  # fmt: skip

    def said(self, label: str) -> str:
        """Return a label of these pages in their language."""
        return LABELS[label][self.language]

    def write(self) -> None:
        """Write all pages."""
        (self.folder / "substances").mkdir(parents=True, exist_ok=True)
        ids = sorted(self.schedule.law.row_ids, key=natural)
        around = dict(zip(ids, zip([None, *ids], [*ids[1:], None], strict=False), strict=True))
        for row_id in ids:
            self._put(f"{row_id}.html", **self._row(row_id, *around[row_id]))
        for substance in self.schedule.substances.values():
            self._put(f"substances/{substance.substance_id}.html", up="../", **self._substance(substance))
        (self.folder / "index.html").write_text(self._list(), encoding="utf-8")

    def _put(self, name: str, *, up: str = "", **values: object) -> None:
        others = [(code, _NAMES[code], f"{up}../{code}/{name}") for code in LANGUAGES if code != self.language]
        foot = f"{self.read} kzschedule, {self.schedule.package.version}, {words.day(self.day).say(self.language)}"
        page = self.template.render(up=up, said=self.said, languages=others, foot=foot, **values)
        (self.folder / name).write_text(page + "\n", encoding="utf-8")

    def _list(self) -> str:
        """Return the searchable list, its rows leading to their pages."""
        view = self.schedule.as_of(self.day)
        found = sorted((*view.in_force, *view.maybe), key=lambda item: natural(item.row_id))
        page = list_page(found, view, self.schedule, self.language)
        return re.sub(r'<a href="#([^"]+)">', r'<a href="\1.html">', page)

    # --- a row

    def _row(self, row_id: str, before: str | None, after: str | None) -> dict[str, object]:
        said = explain(Target("row", row_id), self.schedule, self.day, self.language)
        listings = self.listings[row_id]
        substances = dict.fromkeys(substance for listing in listings for substance in self._meant(listing))
        lines = [name for name in self.schedule.law.row_ids if name.startswith(f"{row_id}.")]
        parts = [*self._facts(said.lines), *self._part("time", self._sizes(row_id))]
        parts += self._part("named", map(self._link, substances))
        parts += self._part("lines", (self._row_link(line, "") for line in sorted(lines, key=natural)))
        near = [
            (f"{name}.html", f"{self.said(label)}: {name}")
            for label, name in (("before", before), ("after", after))
            if name
        ]
        drawings = [(self._drawing(smiles, caption), caption) for smiles, caption in said.drawings]
        return {"title": said.heading, "drawings": drawings, "parts": parts, "near": near}

    def _facts(self, lines: Iterable[tuple[str, str]]) -> Iterator[tuple[str, list[Item]]]:
        """Iterate over what the library explains, the texts of one label together."""
        grouped: list[tuple[str, list[Item]]] = []
        for label, text in lines:
            if grouped and grouped[-1][0] == label:
                grouped[-1][1].append(Item(text))
            else:
                grouped.append((label, [Item(text)]))
        return ((words.word(label, self.language), items) for label, items in grouped)

    def _sizes(self, row_id: str) -> Iterator[Item]:
        for size, period in self.schedule.law.size_states(row_id):
            acts = [act for act in (size.or_act_id, size.act_id) if act]
            printed = (size.printed_kk if self.language == "kk" else None) or size.printed_ru
            raw = (size.raw_kk if self.language == "kk" else None) or size.raw
            yield Item(f"{words.in_force(acts, period, self.language)}: {size.size_id}, «{printed}»: {raw}")

    def _meant(self, listing) -> tuple[str, ...]:
        """Return the substances of the data that a listing means: its own, or the members of its group."""
        if listing.substance_id:
            return (listing.substance_id,)
        members = self.schedule.law.groups[listing.group_id].members
        return tuple(member for member in members if member in self.schedule.substances)

    # --- a substance

    def _substance(self, substance: Substance) -> dict[str, object]:
        name = words.name(substance, self.language)
        identifier = substance.substance_id
        parts = [
            *self._part(
                "names",
                (
                    Item(text)
                    for text in dict.fromkeys(filter(None, (substance.name_ru, substance.name_kk, substance.name_en)))
                ),
            ),
            *self._plain("CAS", substance.cas),
            *self._plain(self.said("formula"), substance.formula),
            *self._plain("InChIKey", substance.inchikey),
            *self._plain("SMILES", substance.smiles),
            *self._plain(
                self.said("remark"), words.of_data(substance.remark, self.language) if substance.remark else None
            ),
        ]
        rows = [self._row_link(row_id, "../") for row_id in sorted(set(self.rows_of[identifier]), key=natural)]
        parts += self._part("rows", rows or [Item(self.said("none"))])
        parts += self._part("treaties", map(self._treaty, self.schedule.treaties.get(identifier, ())))
        told = len(parts)
        parts += self._part(
            "analogues", (self._analogue(item) for item in self.analogues if identifier in item.parents)
        )
        own = (parent for item in self.analogues if item.name == identifier for parent in item.parents)
        parts += self._part("parents", map(self._link_beside, own))
        if len(parts) > told:
            parts[-1][1].append(Item(self.said("examination")))
        parts += self._part("more", map(Item, dict.fromkeys(self.names[identifier])))
        drawings = [(self._drawing(substance.smiles, name), name)] if substance.smiles else []
        return {"title": name, "drawings": drawings, "parts": parts, "near": []}

    def _treaty(self, treaty) -> Item:
        return Item(f"{treaty.convention}, {self.said('schedule')} {treaty.schedule}")

    def _analogue(self, item: KnownAnalogue) -> Item:
        if item.name in self.schedule.substances:
            return self._link_beside(item.name)
        return Item(f"{item.name}: {item.smiles}")

    # --- pieces

    def _part(self, label: str, items: Iterable[Item]) -> Iterator[tuple[str, list[Item]]]:
        found = list(items)
        if found:
            yield self.said(label), found

    def _plain(self, label: str, text: str | None) -> Iterator[tuple[str, list[Item]]]:
        if text:
            yield label, [Item(text)]

    def _link(self, substance_id: str, folder: str = "substances/") -> Item:
        substance = self.schedule.substances[substance_id]
        return Item(words.names_of(substance, self.language), f"{folder}{substance_id}.html")

    def _link_beside(self, substance_id: str) -> Item:
        return self._link(substance_id, "")

    def _row_link(self, row_id: str, up: str) -> Item:
        row = self.schedule.law.row(row_id, self.day)
        printed = " ".join(((row.printed_kk if self.language == "kk" else None) or row.printed_ru).split())
        return Item(row_id, f"{up}{row_id}.html", f": {printed[:160]}")

    def _drawing(self, smiles: str, caption: str) -> Markup:
        # Drawn once for all languages: only what a reader who cannot see it is told is another.
        return Markup(thumbnail(smiles, "\0").replace("\0", escape(caption)))


def write_pages(out: Path, day: date | None = None) -> int:
    """Write the pages of the default schedule into a site, and return how many there are."""
    schedule = Schedule.default()
    (out / FOLDER).mkdir(parents=True, exist_ok=True)
    (out / FOLDER / "style.css").write_text(pages.style("kzschedule"), encoding="utf-8")
    for language in LANGUAGES:
        Pages(schedule, day or today(), language, out).write()
    return len(LANGUAGES) * (len(schedule.law.row_ids) + len(schedule.substances) + 1)


def after_build(app, exception) -> None:
    """Write the pages behind those of Sphinx."""
    if exception is None and app.builder.format == "html":
        write_pages(Path(app.outdir))


if __name__ == "__main__":
    print(write_pages(Path(sys.argv[1])), "pages")  # noqa: T201  # a command
