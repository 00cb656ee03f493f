"""The names that files, tables and services give to the fields of an article, in English and six other languages."""

import unicodedata
from collections.abc import Sequence

# The surest first, without case, accents and signs: "Published_At" is "publishedat". A lead is put before the text.
_WORDS = {
    "text": (
        "text body content article story articlebody articletext bodytext fulltext maintext contenttext "
        "contenthtml bodyhtml bodytextsummary articlecontent fullcontent cleantext textcontent pagecontent "
        "plaintext rawtext storytext newstext selftext bodycontent contents sections paragraphs blocks "
        "volltext artikeltext inhalt texte textecomplet contenu corps texto textocompleto cuerpo contenido "
        "testo contenuto conteudo corpo tekst inhoud"
    ),
    "lead": (
        "subtitle subheadline dek standfirst description abstract trailtext teaser intro lead lede "
        "leadparagraph snippet excerpt descriptiontext descriptionhtml "
        "untertitel vorspann soustitre chapo chapeau subtitulo entradilla bajada "
        "sottotitolo occhiello ondertitel"
    ),
    "summary": "summary zusammenfassung resume resumen riassunto resumo samenvatting",
    "id": "id articleid guid uuid documentid docid",
    "title": "title headline heading webtitle articletitle newstitle titlepage titlerss "
    "titel uberschrift ueberschrift schlagzeile titre titulo titular titolo kop manchete",
    "source": (
        "source publisher publication outlet newspaper sitename sourcename namesource medianame mediaoutlet "
        "newssource publicationname publicationtitle provider website metasitename newssite sourcehostname "
        "hostname sourcecommonname sourcedomain domain cleanurl sourceurl quelle zeitung fuente medio periodico fonte "
        "testata jornal journal bron krant"
    ),
    "author": "author authors by writtenby byline bylines creator authorname journalist reporter writer "
    "autor autorin autoren verfasser auteur auteurs autores autora autore autori",
    "published": (
        "published date publishedat publishedon publisheddate publishdate pubdate publicationdate "
        "datepublished dateofpublication datepublish webpublicationdate publishingdate publisheddatetime "
        "publishdatetime publicationdatetime publishedtime publishtime datetime dateandtime firstpublished "
        "firstpublishedat firstcreated versioncreated posted postedat postedon dateposted datetimepub seendate "
        "timestamp createdutc "
        "datum erscheinungsdatum veroffentlichungsdatum veroeffentlichungsdatum veroffentlicht veroeffentlicht "
        "erschienen datepublication datedepublication dateparution datedeparution parution fecha "
        "fechapublicacion fechadepublicacion datapubblicazione datadipubblicazione datapublicacao "
        "datadepublicacao publicatiedatum"
    ),
    "url": "url link permalink canonicalurl weburl articleurl canonicallink storyurl documentidentifier sourcelink "
    "lien enlace",
    "language": "language lang inlanguage sprache langue idioma lingua taal",
}
NAMES = {field: tuple(words.split()) for field, words in _WORDS.items()}
_FIELD_OF = {name: field for field, names in NAMES.items() for name in names}


_OF_PARTS = (None, "text", "lead", "summary", "author")  # which may be given in several parts


def fields_of(named: Sequence[tuple[str, object]]) -> dict[str, object]:
    """Return the fields of a record by their names; of a name that it has twice, no value is lost.

    The parts of a text stand together; of what can be but one, the others have a name of their own.

    >>> fields_of([("title", "Dock"), ("body", "It froze."), ("body", "It thawed."), ("title", "Pier")])
    {'title': 'Dock', 'title (again)': ['Pier'], 'body': ['It froze.', 'It thawed.']}
    """
    fields = dict(named)
    if len(fields) == len(named):
        return fields
    given: dict[str, list[object]] = {}
    for name, value in named:
        given.setdefault(name, []).append(value)
    fields = {}
    for name, values in given.items():
        first, *others = [value for value in values if value not in ("", None)] or values[:1]
        is_one = not others or field_named(name) not in _OF_PARTS
        fields[name] = first if is_one else [first, *others]
        if is_one and others:
            fields[f"{name} (again)"] = others
    return fields


def field_named(name: str) -> str | None:
    """Return the field that a column or key stands for.

    >>> [field_named(name) for name in ("Published_At", "HEADLINE", "Überschrift", "price")]
    ['published', 'title', 'title', None]
    """
    return _FIELD_OF.get(plain_name(name))


def plain_name(name: str) -> str:
    """Return a name without case, accents and signs."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", name[:50].casefold()) if sign.isalnum())
