"""PDF and Word files, made for tests."""

import zipfile
from collections.abc import Sequence
from io import BytesIO

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


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


def paragraph(text: str) -> str:
    """Return a Word paragraph, in XML."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
