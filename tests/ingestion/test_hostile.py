"""Files that mean harm or are broken: one clear message each, nothing else."""

from __future__ import annotations

import io
import re
import socket
import struct
import time
import zipfile
import zlib
from collections.abc import Callable

import pytest
from conftest import Read
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_pdf import two_columns
from test_sheets_pages_and_text import PAGE, saved, workbook
from test_word import BODY
from writing import Text, W, archive, assemble, content, docx, paragraph, pdf

from labelscope.errors import HostileInput
from labelscope.i18n import Translator
from labelscope.ingestion import LIMITS, Limits, ingest, parsing, refusals
from labelscope.ingestion.languages import Languages
from labelscope.ingestion.sniffing import FORMATS, sniff

DECLARED = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
LAUGHS = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefghi", "bcdefghij", strict=True)
) + "]>"  # fmt: skip


def with_part(name: str, body: bytes | str) -> bytes:
    """A workbook with one member put in place of its own."""
    with zipfile.ZipFile(io.BytesIO(saved(workbook()))) as opened:
        members: dict[str, bytes | str] = {member: opened.read(member) for member in opened.namelist()}
    return archive(members | {name: body})


def in_word(beginning: str, body: str = "<w:p><w:r><w:t>&e;&j;</w:t></w:r></w:p>") -> bytes:
    return docx("", document=beginning + f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>')


def overlapping() -> bytes:
    """A thousand entries that all lead to one member of a megabyte."""
    good = archive({"word/document.xml": b"<a/>" + b" " * 1_000_000})
    start = good.rindex(b"PK\x01\x02")
    end = good.rindex(b"PK\x05\x06")
    entry = good[start:end]
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1_000, 1_000, len(entry) * 1_000, start, 0)
    return good[:start] + entry * 1_000 + tail


def many_members() -> bytes:
    return archive({"word/document.xml": "<a/>", **{f"x{i}": "" for i in range(2_100)}})


def locked_archive() -> bytes:
    good = bytearray(docx(paragraph("Wages are paid.")))
    place = good.rindex(b"PK\x01\x02")
    good[place + 8] |= 1
    return bytes(good)


def locked_pdf() -> bytes:
    marks = "<" + "41" * 32 + ">"
    encrypted = f"/Encrypt << /Filter /Standard /V 1 /R 2 /O {marks} /U {marks} /P -4 >>"
    return pdf([content([Text(60, 700, "Wages are paid.")])], trailer=f"/ID [<41> <41>] {encrypted}")


def bomb_pdf() -> bytes:
    """Two layers of compression around a gigabyte of blanks: two kilobytes."""
    packer = zlib.compressobj(9)
    once = b"".join(packer.compress(b" " * 1_000_000) for _ in range(1_000)) + packer.flush()
    twice = zlib.compress(once, 9)
    return assemble([
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
        f"<< /Length {len(twice)} /Filter [/FlateDecode /FlateDecode] >>\nstream\n".encode() + twice + b"\nendstream",
    ])  # fmt: skip


def looping_pdf() -> bytes:
    return assemble([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R] /Count 1000000 >>"])


def shortened_workbook() -> bytes:
    good = saved(workbook())
    return good[:30] + good[75:]


def with_macros() -> bytes:
    return docx(BODY, vbaProject="x").replace(b"vbaProject.xml", b"vbaProject.bin")


def nested_tables() -> bytes:
    return docx("<w:tbl><w:tr><w:tc>" * 300 + "</w:tc></w:tr></w:tbl>" * 300)


def ole(more: bytes) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + more


BEFORE_THE_WORKER = {
    "empty": ("a.pdf", lambda: b"", refusals.EMPTY),
    "over the limit": ("a.txt", lambda: b"a" * (LIMITS.file_bytes + 1), refusals.TOO_LARGE),
    "program named as PDF": ("a.pdf", lambda: b"MZ" + b"\x00" * 90, refusals.NOT_READ),
    "picture named as PDF": ("a.pdf", lambda: b"\x89PNG\r\n\x1a\n", refusals.NOT_READ),
    "page named as PDF": ("a.pdf", PAGE.encode, refusals.WRONG_SUFFIX),
    "PDF named as text": ("a.txt", lambda: b"%PDF-1.7", refusals.WRONG_SUFFIX),
    "text named as DOCX": ("a.docx", lambda: b"Wages are paid.", refusals.WRONG_SUFFIX),
    "archive named as text": ("a.txt", lambda: archive({"a": "b"}), refusals.WRONG_SUFFIX),
    "unknown ending": ("a.exe", lambda: b"Wages are paid.", refusals.NOT_READ),
    "no ending": ("../../etc/passwd", lambda: b"Wages are paid.", refusals.NOT_READ),
    "old Word": ("a.doc", lambda: ole(b""), refusals.NOT_READ),
    "locked Word": ("a.docx", lambda: ole("EncryptedPackage".encode("utf-16-le")), refusals.ENCRYPTED),
    "zeros": ("a.csv", lambda: b"a,b\x00", refusals.NOT_READ),
}  # fmt: skip

IN_THE_READER = {
    "broken PDF": ("pdf", lambda: b"%PDF-1.7\nnothing", refusals.CORRUPT),
    "half a PDF": ("pdf", lambda: pdf([two_columns(1)])[:300], refusals.CORRUPT),
    "locked PDF": ("pdf", locked_pdf, refusals.ENCRYPTED),
    "scanned PDF": ("pdf", lambda: pdf([content([]), content([])]), refusals.SCANNED),
    "page tree that holds itself": ("pdf", looping_pdf, refusals.TOO_MANY_PAGES),
    "huge page": ("pdf", lambda: pdf([content([])], "0 0 2000000000 2000000000"), refusals.PAGE_SIZE),
    "too many pages": ("pdf", lambda: pdf([b""] * 1_001), refusals.TOO_MANY_PAGES),
    "zip bomb": ("docx", lambda: docx("", document=b"<a>" + b" " * 60_000_000), refusals.BOMB),
    "zip bomb as workbook": ("xlsx", lambda: with_part("xl/worksheets/sheet1.xml", b" " * 60_000_000), refusals.BOMB),
    "too many members": ("docx", many_members, refusals.BOMB),
    "overlapping members": ("docx", overlapping, refusals.BOMB),
    "half an archive": ("docx", lambda: docx(BODY)[:400], refusals.CORRUPT),
    "bytes gone from an archive": ("xlsx", shortened_workbook, refusals.CORRUPT),
    "locked member": ("docx", locked_archive, refusals.ENCRYPTED),
    "archive of anything": ("docx", lambda: archive({"../../evil": "b"}), refusals.NOT_READ),
    "workbook named as DOCX": ("docx", lambda: saved(workbook()), refusals.WRONG_SUFFIX),
    "macros": ("docx", with_macros, refusals.MACROS),
    "outside entity": ("docx", lambda: in_word(DECLARED), refusals.DECLARATION),
    "billion laughs": ("docx", lambda: in_word(LAUGHS), refusals.DECLARATION),
    "entity in a workbook": ("xlsx", lambda: with_part("xl/workbook.xml", DECLARED + "<x/>"), refusals.DECLARATION),
    "broken XML": ("docx", lambda: docx("<w:p>"), refusals.CORRUPT),
    "no body": ("docx", lambda: docx("", document="<a/>"), refusals.CORRUPT),
    "broken workbook": ("xlsx", lambda: with_part("xl/workbook.xml", "<workbook"), refusals.CORRUPT),
    "nested tables": ("docx", nested_tables, refusals.NESTED),
    "wide CSV": ("csv", lambda: b"a," * 200_000, refusals.TABLE_SIZE),
    "long CSV": ("csv", lambda: b"a,b\n" * 200_001, refusals.TABLE_SIZE),
    "open quote": ("csv", lambda: b'a,b\n"c,d\n', refusals.NOT_CSV),
    "another encoding": ("csv", lambda: "a,b\né,f".encode("cp1252"), refusals.NOT_UTF8),
    "long text": ("txt", lambda: b"a " * (LIMITS.characters // 2 + 1), refusals.TOO_LONG),
    "blank text": ("txt", lambda: b" \n \n", refusals.NO_TEXT),
    "page without text": ("html", lambda: b"<html><body><script>x</script></body></html>", refusals.NO_TEXT),
}  # fmt: skip


@pytest.mark.parametrize("case", BEFORE_THE_WORKER)
def test_a_file_is_refused_before_a_worker_starts(case: str) -> None:
    name, make, remedy = BEFORE_THE_WORKER[case]
    start = time.perf_counter()
    with pytest.raises(HostileInput) as refused:
        ingest(name, make())
    assert refused.value.remedy == remedy
    assert time.perf_counter() - start < 0.5


@pytest.mark.parametrize("case", IN_THE_READER)
def test_a_reader_refuses_with_one_clear_message(read_here: Read, case: str) -> None:
    form, make, remedy = IN_THE_READER[case]
    data = make()
    start = time.perf_counter()
    with pytest.raises(HostileInput) as refused:
        read_here(form, data)
    assert refused.value.remedy == remedy
    assert time.perf_counter() - start < 2


@pytest.mark.parametrize("case", ["broken PDF", "zip bomb", "outside entity", "nested tables"])
def test_the_same_comes_through_the_worker(case: str) -> None:
    form, make, remedy = IN_THE_READER[case]
    with pytest.raises(HostileInput) as refused:
        ingest(f"a.{form}", make())
    assert refused.value.remedy == remedy


def test_a_pdf_that_unpacks_to_gigabytes_ends_its_worker_and_nothing_else() -> None:
    with pytest.raises(HostileInput) as refused:
        ingest("a.pdf", bomb_pdf(), Limits(memory_bytes=700_000_000))
    assert refused.value.remedy == refusals.TOO_MUCH_MEMORY


def test_nested_pages_are_refused_or_read(read_here: Read) -> None:
    with pytest.raises(HostileInput) as refused:
        read_here("html", b"<html><body>" + b"<div>" * 100_000 + b"text")
    assert refused.value.remedy in (refusals.NESTED, refusals.NO_TEXT, refusals.CORRUPT)


def test_every_refusal_is_written_in_four_languages() -> None:
    for remedy in refusals.ALL:
        assert all(
            Translator(language)(remedy, **dict.fromkeys(_places(remedy), "1")) for language in ("en", "fr", "nl", "de")
        )


def _places(remedy: str) -> list[str]:
    return re.findall(r"\{(\w+)\}", remedy)


def test_nothing_outside_is_asked_for(read_here: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a document reached for the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    page = (
        '<html><link rel=stylesheet href="http://127.0.0.1:9/a"><img src="http://127.0.0.1:9/b">Wages are paid.</html>'
    )
    assert len(read_here("html", page.encode()).clauses) == 1


NAMES = [*(f"a{suffix}" for suffixes in FORMATS.values() for suffix in suffixes), "a", "a.doc"]
ALLOWED = {None, *refusals.ALL}


def remedy_of(work: Callable[[], object]) -> str | None:
    """Why the work is refused, or None."""
    try:
        work()
    except HostileInput as refusal:
        return refusal.remedy
    return None


GOOD: dict[str, Callable[[], bytes]] = {
    "pdf": lambda: pdf([two_columns(1)]),
    "docx": lambda: docx(BODY, {2: "Except by order of a court."}),
    "xlsx": lambda: saved(workbook()),
    "html": PAGE.encode,
    "csv": lambda: b"No;Requirement\n1.1;Fire safety\n",
    "txt": lambda: b"1.1 Wages are paid.\n",
}
_GOOD = {form: make() for form, make in GOOD.items()}
_LANGUAGES = Languages()


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "pdf"])
@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_damaged_bytes_are_read_or_refused(form: str, data: st.DataObject) -> None:
    damaged = bytearray(_GOOD[form])
    for _ in range(data.draw(st.integers(1, 6))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    assert remedy_of(lambda: parsing.read(form, bytes(damaged), LIMITS, _LANGUAGES)) in ALLOWED


@settings(max_examples=200)
@given(st.sampled_from(NAMES), st.binary(max_size=200))
def test_any_bytes_have_a_format_or_are_refused(name: str, data: bytes) -> None:
    assert remedy_of(lambda: sniff(name, data)) in ALLOWED


@settings(max_examples=6, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from([*FORMATS]), st.binary(max_size=300), st.integers(0, 2_000))
def test_any_bytes_through_the_worker_are_read_or_refused(form: str, data: bytes, cut: int) -> None:
    assert remedy_of(lambda: ingest(f"a.{form}", _GOOD[form][:cut] + data, Limits(seconds=20))) in ALLOWED
