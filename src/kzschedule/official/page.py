"""Recognising a page: its shape and encoding, where its text is, and what it says about itself."""

import hashlib
import json
import re
import zipfile
import zlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

from kzschedule.official.blocks import DOCX_ROW, Block, DocxWalk, Paragraph, check_bounds, html_blocks, pruned
from kzschedule.official.errors import OfficialTextError, load_extra
from kzschedule.official.model import Language, Shape, Source
from kzschedule.official.notes import DOC_CODE, date_and_number
from kzschedule.official.text import clean

MAX_PAGE_BYTES = 20_000_000
MAX_DOCX_BYTES = 60_000_000
MAX_DOCX_MEMBERS = 2_000

DECREE_NUMBER = "470"
DECREE_CODE = "P1900000470"

# Files that a browser or the portal gives, but that hold no text this reader can take, and the cure for each.
_REFUSED = (
    (b"%PDF", "a PDF", "take the DOCX of the portal, or save the page as HTML"),
    (b"\xd0\xcf\x11\xe0", "an old Word document (.doc)", "save it as DOCX"),
    (b"\x1f\x8b", "a gzip archive", "unpack it first"),
    (b"MIME-Version:", "a web archive (MHTML)", "save the page as HTML"),
    (b"From: <Saved by", "a web archive (MHTML)", "save the page as HTML"),
    (b"Rar!", "a RAR archive", "unpack it first"),
)
_SAVE_FROM_OLD_SITE = "save it from old.adilet.zan.kz, or take the JSON answer or the DOCX of the portal"

_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{1,40})", re.IGNORECASE)
_CP1251_NAMES = frozenset({"windows-1251", "cp1251", "cp-1251", "win-1251", "x-cp1251"})
# UTF-8 Cyrillic read as cp1251 comes in pairs of these; in honest text they are rare.
_MOJIBAKE = re.compile(r"[РС][\u0080-\u00bfЂ-Џђ-џ‚-›°-»]{1}")
_CYRILLIC_WORD = re.compile(r"[а-яё]{3,}", re.IGNORECASE)
_KAZAKH_LETTER = re.compile(r"[әғқңөұүһ]", re.IGNORECASE)
_CYRILLIC_LETTER = re.compile(r"[\u0400-\u052f]")

_REVISION_IN_URL = re.compile(r"/docs/\w+/(\d{2})\.(\d{2})\.(\d{4})")
_REVISION_IN_NAME = re.compile(r"\.(\d{2})-(\d{2})-(\d{4})\.")
_UPDATED = re.compile(
    r"(?:Документы по состоянию на|Дата обновления|Жаңартылған күні)\s*:?\s*(\d{2})\.(\d{2})\.(\d{4})"
)
_PORTAL_SUFFIX = re.compile(r"\s+-\s+(?:ИПС|АҚЖ)\s*[\"«“].*$")
_STATUSES = frozenset({"new", "upd", "err", "yts", "del", "bak", "stp", "arc"})


@dataclass(frozen=True, slots=True)
class Page:
    """A recognised page: what it says about itself, its blocks and the number of table rows in its body."""

    source: Source
    blocks: tuple[Block, ...]
    rows: int


def recognised(content: bytes, name: str) -> Page:
    """Recognise a page and take its body.

    Parameters
    ----------
    content : bytes
        The file as it is.
    name : str
        Its name, for messages and for what the portal writes into it.

    Returns
    -------
    Page
        The page, ready to be read.

    Raises
    ------
    OfficialTextError
        If it is no page of the portal that holds the text of an act; the message names what it is instead.

    Examples
    --------
    >>> recognised(b"%PDF-1.7", "decree.pdf")
    Traceback (most recent call last):
        ...
    kzschedule.official.errors.OfficialTextError: decree.pdf is a PDF: take the DOCX of the portal, ...
    """
    if len(content) > MAX_PAGE_BYTES:
        raise OfficialTextError(
            f"{name} has {len(content)} bytes; no page of the portal has more than {MAX_PAGE_BYTES}"
        )
    if not content.strip():
        raise OfficialTextError(f"{name} is empty: save the page again")
    for beginning, what, cure in _REFUSED:
        if content.lstrip().startswith(beginning):
            raise OfficialTextError(f"{name} is {what}: {cure}")
    if content.startswith(b"PK"):
        return _docx_page(content, name)
    text, encoding = decoded(content, name)
    if text.lstrip().startswith(("{", "[")):
        return _api_page(text, encoding, content, name)
    return _html_page(text, encoding, content, name)


def decoded(content: bytes, name: str) -> tuple[str, str]:
    """Text of a page by its BOM, its meta element, strict UTF-8, then cp1251; nothing is ever replaced.

    Returns
    -------
    tuple of str and str
        Text and the encoding's name.

    Raises
    ------
    OfficialTextError
        If the bytes are neither, or were decoded wrongly before the file was saved.

    Examples
    --------
    >>> decoded("Таблица І".encode("cp1251"), "page.html")
    ('Таблица І', 'cp1251')
    """
    boms = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
    meta = _META_CHARSET.search(content[:4096])
    declared = meta[1].decode("ascii", "ignore").lower() if meta else ""
    by_bom = [encoding for bom, encoding in boms if content.startswith(bom)]
    # A page re-saved by old software may keep the wrong meta element. Cyrillic in cp1251 is practically never
    # valid UTF-8, so valid UTF-8 wins over a meta element that says cp1251.
    for encoding in by_bom or ["utf-8", "cp1251"]:
        try:
            text = content.decode(encoding).removeprefix("\ufeff")
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            raise OfficialTextError(f"{name} holds zero bytes: it is no text; save the page as HTML")
        if len(_MOJIBAKE.findall(text)) > 2 * len(_CYRILLIC_WORD.findall(_MOJIBAKE.sub("", text))) + 20:
            raise OfficialTextError(
                f"{name} was saved in a wrong encoding (it reads like 'РђР±'): save the page again as UTF-8"
            )
        return text, encoding
    raise OfficialTextError(f"{name} is neither UTF-8 nor windows-1251 ({declared or 'no encoding'} declared)")


def _html_tree(text: str, name: str) -> Any:
    etree = load_extra("lxml.etree")
    html = load_extra("lxml.html")
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        tree = html.document_fromstring(text.encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, UnicodeEncodeError) as error:
        raise OfficialTextError(f"{name} holds no HTML that can be read: {error}") from error
    # At a limit the parser stops in the middle and keeps what it has: that must not pass for the page.
    for entry in parser.error_log:
        if entry.type_name == "ERR_RESOURCE_LIMIT" or entry.level_name == "FATAL":
            raise OfficialTextError(f"{name} cannot be read to its end: {entry.message}")
    return tree


def _body(tree: Any, text: str, name: str, *, of_portal: bool) -> Any:
    """Find the text: the article, else the portal's own containers, else (a pasted page) the whole body."""
    article = next(tree.iter("article"), None)
    if article is not None:
        if "</article" not in text.lower():
            raise OfficialTextError(f"{name} is cut off (its article does not end): save the page again, whole")
        return article
    for element in tree.iter("div"):
        classes = (element.get("class") or "").split()
        if {"container_gamma", "text"} <= set(classes) or "main" in classes:
            return element
    if next((element for element in tree.iter("div") if element.get("id") == "root"), None) is not None:
        raise OfficialTextError(f"{name} is the portal's new page, which holds no text: {_SAVE_FROM_OLD_SITE}")
    if of_portal or next(tree.iter("table"), None) is None:
        title = clean(tree.findtext(".//title") or "") or "no title"
        raise OfficialTextError(f"{name} ({title!r}) holds no text of an act: {_SAVE_FROM_OLD_SITE}")
    body = next(tree.iter("body"), None)
    return tree if body is None else body


def _blocks(body: Any, name: str) -> tuple[tuple[Block, ...], int]:
    body = pruned(body, name)
    return tuple(html_blocks(body)), sum(1 for _ in body.iter("tr"))


def _html_page(text: str, encoding: str, content: bytes, name: str) -> Page:
    saved_from = re.search(r"<!--\s*saved from url=\(\d+\)(\S+)\s*-->", text[:4096])
    tree = _html_tree(text, name)
    container = next((element for element in tree.iter("div") if element.get("id") == "container"), None)
    container_classes = (container.get("class") or "").split() if container is not None else []
    of_portal = "module_npaView" in container_classes
    shape: Shape = "pasted"
    if of_portal or "/tpl/etherna/" in text:
        shape = "legacy-saved" if saved_from or re.search(r"<table[^>]*>\s*<tbody", text) else "legacy-raw"
    title, requisites, status = _slogan(tree)
    addresses = [saved_from[1]] if saved_from else []
    addresses += [
        link.get("href") or "" for link in tree.iter("a") if "selected" in (link.getparent().get("class") or "")
    ]
    addresses += [link.get("href") or "" for link in tree.iter("link") if link.get("rel") == "canonical"]
    updated = _UPDATED.findall(clean(" ".join(tree.itertext())))
    blocks, rows = _blocks(_body(tree, text, name, of_portal=of_portal), name)
    declared = next((value[5:] for value in container_classes if value.startswith("lang_")), None)
    source = _source(
        _Said(
            title,
            requisites,
            status,
            declared,
            addresses,
            base_updated=_day(*updated[-1]) if updated else None,
        ),
        _File(name, encoding, shape, content),
        blocks,
    )
    return Page(source, blocks, rows)


def _slogan(tree: Any) -> tuple[str | None, str, str | None]:
    """Title, requisites line and status of a legacy page."""
    slogan = next((e for e in tree.iter("div") if "slogan" in (e.get("class") or "").split()), None)
    where = tree if slogan is None else slogan
    headline = next(where.iter("h1"), None)
    title = clean("".join(headline.itertext())) if headline is not None else ""
    title = title or _PORTAL_SUFFIX.sub("", clean(tree.findtext(".//title") or ""))
    requisites = " ".join(clean("".join(p.itertext())) for p in where.iter("p")) if slogan is not None else ""
    for element in where.iter("span", "div"):
        for value in (element.get("class") or "").split():
            status = value.removeprefix("status_").removeprefix("text_")
            if status != value and status in _STATUSES:
                return title or None, requisites, status
    return title or None, requisites, None


def _api_page(text: str, encoding: str, content: bytes, name: str) -> Page:
    try:
        answer = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise OfficialTextError(f"{name} begins like JSON but is none: {error}") from error
    document = answer.get("document", answer) if isinstance(answer, dict) else answer
    if not isinstance(document, dict) or not isinstance(document.get("text_content"), str):
        keys = ", ".join(list(document)[:8]) if isinstance(document, dict) else type(document).__name__
        raise OfficialTextError(
            f"{name} is JSON, but no document of the portal with its text_content (found: {keys});"
            " take the answer of the document's own address"
        )
    said = {key: clean(value) for key, value in document.items() if isinstance(value, str) and key != "text_content"}
    body_text = document["text_content"]
    if not body_text.strip():
        raise OfficialTextError(f"{name} is a document of the portal without text: take the JSON of the act itself")
    tree = _html_tree(body_text, name)
    blocks, rows = _blocks(_body(tree, body_text, name, of_portal=False), name)
    # In a Russian record `title_kz` holds the requisites line; its own dates are unreliable for the act.
    titles = [said[key] for key in ("title_ru", "title_kz") if said.get(key)]
    requisites = next((line for line in titles if date_and_number(line)), "")
    title = next((line for line in titles if line != requisites), None)
    source = _source(
        _Said(
            title,
            requisites,
            said.get("status") or None,
            said.get("language"),
            [f"/docs/{said.get('group_number', '')}"],
            base_updated=_almaty_day(said.get("updated_at")),
            revision=_almaty_day(said.get("start_date")),
            number=said.get("adoption_number") or None,
        ),
        _File(name, encoding, "api-json", content),
        blocks,
    )
    return Page(source, blocks, rows)


def _docx_page(content: bytes, name: str) -> Page:
    docx = load_extra("docx")
    etree = load_extra("lxml.etree")
    _check_archive(content, name)
    damage = (
        docx.exceptions.PythonDocxError, docx.opc.exceptions.OpcError, etree.XMLSyntaxError,
        zipfile.BadZipFile, zlib.error, KeyError, ValueError, AttributeError, TypeError, EOFError,
        NotImplementedError, RuntimeError,
    )  # fmt: skip
    try:
        document = docx.Document(BytesIO(content))
        styles = {str(style.style_id): str(style.name) for style in document.styles}
        relations = document.part.rels.values()
        targets = {relation.rId: str(relation.target_ref) for relation in relations if relation.is_external}
        body = document.element.body
        properties_title = clean(document.core_properties.title or "")
    except damage as error:  # python-docx lets the errors of its layers through
        raise OfficialTextError(f"{name} is no Word document that can be read: {error}") from error
    if body is None:
        raise OfficialTextError(f"{name} is a Word document without a body: download it again")
    check_bounds(body, DOCX_ROW, name)
    blocks = tuple(DocxWalk(styles, targets).blocks(body))
    rows = sum(1 for _ in body.iter(DOCX_ROW))
    texts = [block.passage.text for block in blocks[:15] if isinstance(block, Paragraph)]
    requisites = next((text for text in texts if date_and_number(text)), "")
    title = next((text for text in texts if text != requisites), None) or properties_title or None
    said_by_name = re.match(r"([a-z]\w{6,12})\.(?:\d{2}-\d{2}-\d{4}\.)?(rus|kaz|eng)\.docx$", name, re.IGNORECASE)
    source = _source(
        _Said(
            title,
            requisites,
            None,
            said_by_name[2].lower() if said_by_name else None,
            [f"/docs/{said_by_name[1].upper()}"] if said_by_name else [],
        ),
        _File(name, "utf-8", "docx", content),
        blocks,
    )
    return Page(source, blocks, rows)


def _check_archive(content: bytes, name: str) -> None:
    """Refuse a zip bomb, entities and odd member names before anything is unpacked."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            members = archive.infolist()
            size = sum(member.file_size for member in members)
            if len(members) > MAX_DOCX_MEMBERS or size > MAX_DOCX_BYTES:
                raise OfficialTextError(
                    f"{name} unpacks to {size} bytes in {len(members)} files, more than any act does"
                )
            for member in members:
                path = member.filename.replace("\\", "/")
                if path.startswith("/") or ".." in path.split("/") or ":" in path:
                    raise OfficialTextError(f"{name} holds a file outside of itself ({member.filename!r})")
                if member.flag_bits & 1:
                    raise OfficialTextError(f"{name} is encrypted: save it without a password")
                if path.endswith((".xml", ".rels")):
                    beginning = archive.read(member)
                    if b"<!DOCTYPE" in beginning or b"<!ENTITY" in beginning or b"\x00" in beginning[:4096]:
                        raise OfficialTextError(f"{name} declares entities, which no Word document does")
            if "[Content_Types].xml" not in archive.namelist():
                raise OfficialTextError(f"{name} is a zip archive, but no Word document: take the DOCX of the portal")
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError, ValueError) as error:
        if isinstance(error, OfficialTextError):
            raise
        raise OfficialTextError(f"{name} is a damaged DOCX: download it again ({error})") from error


@dataclass(frozen=True, slots=True)
class _Said:
    """What a page says about itself, in whatever shape it came."""

    title: str | None
    requisites: str
    status: str | None
    language: str | None
    addresses: list[str]
    base_updated: date | None = None
    revision: date | None = None
    number: str | None = None


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    encoding: str
    shape: Shape
    content: bytes


def _source(said: _Said, file: _File, blocks: tuple[Block, ...]) -> Source:
    act = date_and_number(said.requisites)
    code = next((found[1] for address in said.addresses if (found := DOC_CODE.search(address))), None)
    _refuse_other_act(said, file.name, act[1] if act else said.number, code)
    in_url = next((found for address in said.addresses if (found := _REVISION_IN_URL.search(address))), None)
    dated = in_url or _REVISION_IN_NAME.search(file.name)
    revision = said.revision or (_day(*dated.groups()) if dated else None)
    return Source(
        file=file.name,
        encoding=file.encoding,
        shape=file.shape,
        language=_language(said.language, blocks, file.name),
        status=said.status,
        title=said.title,
        act_number=act[1] if act else said.number,
        act_date=act[0] if act else None,
        revision_note=f"revision of {revision}" if revision else "no dated revision in the page",
        base_updated=said.base_updated,
        revision_date=revision,
        doc_code=code,
        sha256=hashlib.sha256(file.content).hexdigest(),
    )


def _refuse_other_act(said: _Said, name: str, number: str | None, code: str | None) -> None:
    known = [value == decree for value, decree in ((number, DECREE_NUMBER), (code, DECREE_CODE)) if value]
    if known and not any(known):
        raise OfficialTextError(
            f"{name} is another act ({said.requisites or said.title or code}), not Decree {DECREE_NUMBER}:"
            f" take the document {DECREE_CODE}"
        )


def _language(said: str | None, blocks: tuple[Block, ...], name: str) -> Language:
    if said in {"rus", "kaz"}:
        return "rus" if said == "rus" else "kaz"
    if said == "eng":
        raise OfficialTextError(f"{name} is in English, which is no official text: take the Russian or Kazakh page")
    text = " ".join(block.passage.text for block in blocks if isinstance(block, Paragraph))
    kazakh = len(_KAZAKH_LETTER.findall(text))
    return "kaz" if kazakh * 20 > len(_CYRILLIC_LETTER.findall(text)) else "rus"


def _day(day: str, month: str, year: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _almaty_day(printed: str | None) -> date | None:
    """Day of a time of the API, which stores local midnight as 18:00 UTC of the day before."""
    try:
        moment = datetime.fromisoformat(printed or "")
    except ValueError:
        return None
    try:
        return (moment + timedelta(hours=6)).date()
    except OverflowError:
        return None
