"""Files of programs (PDF, Word, books, archives), made for tests."""

import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def pdf_bytes(pages: Sequence[Sequence[str]], *, info: str = "") -> bytes:
    """Return a PDF with the lines of each page set in Helvetica; `info` is what its properties hold, in PDF's words."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R /Lang (en-GB) >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{' '.join(f'{5 + 2 * n} 0 R' for n in range(len(pages)))}] >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        f"<< {info} >>",
    ]
    for number, lines in enumerate(pages):
        shown = "".join(f"({line}) Tj T*\n" for line in lines)
        content = f"BT /F1 12 Tf 72 720 Td 14 TL\n{shown}ET"
        objects += [
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> "
            f"/Contents {6 + 2 * number} 0 R >>",
            f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        ]
    out = "%PDF-1.4\n"
    places = []
    for key, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{key} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    trailer = f"trailer\n<< /Size {size} /Root 1 0 R /Info 4 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return f"{out}xref\n0 {size}\n0000000000 65535 f \n{table}{trailer}".encode("latin-1")


def docx_bytes(body: str, *, prolog: str = "", core: str | None = None, extra: Sequence[tuple[str, str]] = ()) -> bytes:
    """Return a Word file whose document holds `body`, in XML; `core` is what its properties hold."""
    kind = "application/vnd.openxmlformats"
    parts = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Default Extension="rels" ContentType="{kind}-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/word/document.xml" '
            f'ContentType="{kind}-officedocument.wordprocessingml.document.main+xml"/>'
            f'<Override PartName="/core.xml" ContentType="{kind}-package.core-properties+xml"/></Types>'
        ),
        "_rels/.rels": (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="r1" Target="word/document.xml" '
            'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/>'
            + (
                '<Relationship Id="r2" Target="core.xml" '
                'Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"/>'
                if core is not None
                else ""
            )
            + "</Relationships>"
        ),
        "word/document.xml": f'{prolog}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>',
    }
    if core is not None:
        parts["core.xml"] = (
            '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
            f'xmlns:dc="http://purl.org/dc/elements/1.1/">{core}</cp:coreProperties>'
        )
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in [*parts.items(), *extra]:
            archive.writestr(name, content)
    return packed.getvalue()


def docx_with_parts(body: str, **parts: str) -> bytes:
    """Return a Word file with further parts of its document: `footnotes`, `comments`, `header`, `styles`."""
    related = "".join(f'<Relationship Id="p{kind}" Type="{RELATIONS}/{kind}" Target="{kind}.xml"/>' for kind in parts)
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    extra = [("word/_rels/document.xml.rels", f'<Relationships xmlns="{space}">{related}</Relationships>')]
    for kind, content in parts.items():
        root = {"header": "hdr", "footer": "ftr"}.get(kind, kind)
        extra.append((f"word/{kind}.xml", f'<w:{root} xmlns:w="{WORD}">{content}</w:{root}>'))
    return docx_bytes(body, extra=extra)


def paragraph(text: str) -> str:
    """Return a Word paragraph, in XML."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def zip_bytes(files: Mapping[str, str | bytes]) -> bytes:
    """Return an archive with these files."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def odt_bytes(body: str, *, meta: str = "") -> bytes:
    """Return an OpenDocument text whose body and properties hold these, in XML."""
    names = "office text table drawing meta".split()
    spaces = " ".join(
        f'xmlns:{"draw" if name == "drawing" else name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in names
    )
    spaces += ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    content = f"<office:body><office:text>{body}</office:text></office:body>"
    return zip_bytes(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {spaces}>{content}</office:document-content>",
            "meta.xml": f"<office:document-meta {spaces}><office:meta>{meta}</office:meta></office:document-meta>",
        }
    )


def epub_bytes(chapters: Mapping[str, str], *, meta: str = "", contents: str = "", encryption: str = "") -> bytes:
    """Return a book of chapters in XHTML, by their names; `contents` is what its table of contents holds."""
    pages = {**chapters, **({"nav.xhtml": contents} if contents else {})}
    listed = "".join(
        f'<item id="{name}" href="{name}" media-type="application/xhtml+xml"'
        f"{' properties=' + chr(34) + 'nav' + chr(34) if name == 'nav.xhtml' else ''}/>"
        for name in pages
    )
    order = "".join(f'<itemref idref="{name}"/>' for name in pages)
    space = "urn:oasis:names:tc:opendocument:xmlns:container"
    shell = '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>-</title></head><body>{}</body></html>'
    return zip_bytes(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": f'<container xmlns="{space}"><rootfiles>'
            '<rootfile full-path="book/content.opf"/></rootfiles></container>',
            "book/content.opf": '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<metadata>{meta}</metadata><manifest>{listed}</manifest><spine>{order}</spine></package>",
            **{f"book/{name}": shell.format(page) for name, page in pages.items()},
            **({"META-INF/encryption.xml": encryption} if encryption else {}),
        }
    )


def xlsx_bytes(**sheets: Sequence[Sequence[object]]) -> bytes:
    """Return a workbook with the rows of each sheet."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for cells in rows:
            sheet.append(cells)
    packed = BytesIO()
    book.save(packed)
    return packed.getvalue()


def warc_bytes(*answers: tuple[str, str, bytes]) -> bytes:
    """Return an archive of web traffic: by address and type, what a server gave; a type may begin with its status."""
    records = []
    for address, kind, body in answers:
        status, kind = (kind[:3], kind[4:]) if kind[:3].isdigit() else ("200", kind)
        http = f"HTTP/1.1 {status} -\r\nContent-Type: {kind}\r\n\r\n".encode() + body
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2025-03-04T05:06:07Z\r\n"
            f"Content-Type: application/http\r\nContent-Length: {len(http)}\r\n\r\n"
        )
        records.append(head.encode() + http + b"\r\n\r\n")
    return b"".join(records)


def rtf_bytes(body: str) -> bytes:
    """Return an RTF file whose document is this, in its own words."""
    return f"{{\\rtf1\\ansi\\ansicpg1252{{\\fonttbl{{\\f0 Times;}}}}{body}}}".encode("ascii")
