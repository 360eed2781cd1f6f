"""Writes small documents for the tests, byte by byte, so that every fault in them is wanted."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


@dataclass(frozen=True)
class Text:
    """One line of text at a place, in points from the lower left corner."""

    x: float
    y: float
    text: str
    size: float = 10
    bold: bool = False
    mode: int = 0


def _escaped(text: str) -> bytes:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)").encode("cp1252")


def content(
    texts: Iterable[Text],
    rules: Iterable[tuple[float, float, float]] = (),
    uprights: Iterable[tuple[float, float, float]] = (),
) -> bytes:
    """A content stream; `rules` are horizontal lines (left, right, height), `uprights` vertical (from, to, place)."""
    drawn = b"".join(f"{left} {y} m {right} {y} l S\n".encode() for left, right, y in rules)
    drawn += b"".join(f"{x} {bottom} m {x} {top} l S\n".encode() for bottom, top, x in uprights)
    return drawn + b"".join(
        f"BT /{'B' if t.bold else 'F'} {t.size} Tf {t.mode} Tr 1 0 0 1 {t.x} {t.y} Tm (".encode()
        + _escaped(t.text)
        + b") Tj ET\n"
        for t in texts
    )


def pdf(pages: Sequence[bytes], box: str = "0 0 595 842", trailer: str = "", labels: str = "") -> bytes:
    """A PDF of content streams with Helvetica and Helvetica Bold."""
    kids = " ".join(f"{5 + 2 * i} 0 R" for i in range(len(pages)))
    objects: list[bytes] = [
        f"<< /Type /Catalog /Pages 2 0 R {labels} >>".encode(),
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
    ]
    for i, stream in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] /Contents {6 + 2 * i} 0 R "
            "/Resources << /Font << /F 3 0 R /B 4 0 R >> >> >>".encode()
        )
        packed = zlib.compress(stream)
        objects.append(f"<< /Length {len(packed)} /Filter /FlateDecode >>\nstream\n".encode() + packed + b"\nendstream")
    return assemble(objects, trailer)


def assemble(objects: Sequence[bytes], trailer: str = "") -> bytes:
    """A PDF of numbered objects; the first is the catalogue."""
    written, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(written))
        written += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(written)
    written += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    written += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    written += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(written)


def archive(members: Mapping[str, bytes | str]) -> bytes:
    """A zip archive, the same for the same members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as written:
        for name, body in members.items():
            written.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), body, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def run(text: str, properties: str = "") -> str:
    """A run of a paragraph in Word."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str, style: str = "", level: int | None = None, number: int = 1, properties: str = "") -> str:
    """A paragraph in Word, with the level of a counted number."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    counted = "" if level is None else f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    body = "".join(part if part.startswith("<") else run(part) for part in runs)
    return f"<w:p><w:pPr>{named}{counted}{properties}</w:pPr>{body}</w:p>"


def inserted(text: str) -> str:
    """A tracked insertion."""
    return f'<w:ins w:id="1" w:author="A">{run(text)}</w:ins>'


def deleted(text: str) -> str:
    """A tracked deletion."""
    return f'<w:del w:id="2" w:author="A"><w:r><w:delText xml:space="preserve">{text}</w:delText></w:r></w:del>'


def note_reference(number: int) -> str:
    """A reference to a footnote."""
    return f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'


def table(*rows: Sequence[str]) -> str:
    """A table in Word, of cells of text."""
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


LEGAL = (
    ("decimal", "Article %1", 1), ("decimal", "%1.%2", 1), ("lowerLetter", "%3)", 1), ("lowerRoman", "(%4)", 1),
)  # fmt: skip


def numbering(
    levels: Sequence[tuple[str, str, int]] = LEGAL,
    nums: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
) -> str:
    """A `numbering.xml` with one abstract numbering."""
    written = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for i, (form, text, start) in enumerate(levels)
    )
    return (
        f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0">{written}</w:abstractNum>{nums}</w:numbering>'
    )


def docx(body: str, notes: Mapping[int, str] | None = None, styles: str = "", **parts: bytes | str) -> bytes:
    """A DOCX file; `parts` are further members of `word/`, by name without ending."""
    members: dict[str, bytes | str] = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{body}</w:body></w:document>',
        "word/numbering.xml": numbering(),
    }
    if styles:
        members["word/styles.xml"] = f'<w:styles xmlns:w="{W}">{styles}</w:styles>'
    if notes:
        each = "".join(f'<w:footnote w:id="{i}">{paragraph(text)}</w:footnote>' for i, text in notes.items())
        members["word/footnotes.xml"] = f'<w:footnotes xmlns:w="{W}">{each}</w:footnotes>'
    members |= {f"word/{name}.xml": body for name, body in parts.items()}
    return archive(members)


def heading_style(level: int) -> str:
    """A style of headings."""
    return f'<w:style w:type="paragraph" w:styleId="H{level}"><w:name w:val="heading {level}"/></w:style>'
