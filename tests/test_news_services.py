"""What news services and their programs send, JSON and tables: each article, whole, under its own title and date."""

import json
from pathlib import Path

import pytest

from index import Library
from index.reading import ReadArticle, Skipped, read_file

DOCK = "The dry dock at Skarne was flooded on Friday, and 40 welders were sent home."


def read(folder: Path, name: str, content: object, *, as_is: bool = False) -> tuple[list[ReadArticle], list[str]]:
    """Return the articles of a file, and why others were skipped."""
    file = folder / name
    file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    found = list(read_file(file, name, as_is=as_is))
    return [one for one in found if isinstance(one, ReadArticle)], [
        one.reason for one in found if isinstance(one, Skipped)
    ]


@pytest.mark.parametrize(
    "sent",
    [
        {"response": {"total": 1, "results": [{"webTitle": "Dock", "webPublicationDate": "2025-03-07T09:00:00Z",
            "webUrl": "https://q.example/d", "fields": {"bodyText": DOCK, "byline": "Ann Lee",
            "publication": "Quay"}}]}},
        {"response": {"content": {"webTitle": "Dock", "webPublicationDate": "2025-03-07T09:00:00Z",
            "webUrl": "https://q.example/d", "fields": {"body": f"<p>{DOCK}</p>", "byline": "Ann Lee",
            "publication": "Quay"}}}},
        [{"title": {"rendered": "Dock"}, "content": {"rendered": f"<p>{DOCK}</p>\n", "protected": False}, "author": 12,
            "excerpt": {"rendered": "<p>The dry dock at Skarne was [&hellip;]</p>"}, "date": "2025-03-07T09:00:00",
            "link": "https://q.example/d", "yoast_author": 1, "site_name": "Quay", "byline": "By Ann Lee"}],
        {"maintext": DOCK, "text": None, "title": "Dock", "date_publish": "2025-03-07 09:00:00", "date_modify": None,
            "source_domain": "Quay", "authors": ["Ann Lee"], "url": "https://q.example/d", "localpath": "/tmp/d.html"},
        {"text": DOCK, "title": "Dock", "publish_date": "2025-03-07T00:00:00", "authors": ["Ann Lee"], "summary": "",
            "source_url": "https://quay.example", "meta_site_name": "Quay", "canonical_link": "https://q.example/d"},
        {"title": "Dock", "author": "Ann Lee", "hostname": "quay.example", "date": "2025-03-07", "raw_text": "The dry",
            "text": DOCK, "source": "https://q.example/d", "source-hostname": "Quay", "excerpt": DOCK[:30] + "..."},
        {"77": {"info": {"title": "Dock", "body": DOCK, "dateTime": "2025-03-07T09:00:00Z", "url": "https://q.example/d",
            "source": {"uri": "quay.example", "title": "Quay"}, "authors": [{"name": "Ann Lee", "type": "author"}]}}},
        {"hits": {"total": 1, "hits": [{"_index": "n", "_source": {"headline": {"main": "Dock"}, "body": DOCK,
            "byline": {"original": "By Ann Lee"}, "pub_date": 1741338000, "source": "Quay",
            "web_url": "https://q.example/d"}}]}},
        {"version": "https://jsonfeed.org/version/1.1", "title": "All of Quay", "items": [{"url": "https://q.example/d",
            "title": "Dock", "content_html": f"<p>{DOCK}</p>", "date_published": "2025-03-07T09:00:00Z",
            "authors": [{"name": "Ann Lee"}], "source_name": "Quay"}]},
        {"data": [{"attributes": {"title": "Dock", "body": {"value": f"<p>{DOCK}</p>"}, "published_at": "2025-03-07",
            "author": "Ann Lee", "url": "https://q.example/d", "publisher": {"name": "Quay"}}}]},
        {"V1": {"title": "Dock", "authors": ["Ann Lee"], "publishing_date": "2025-03-07 09:00:00+00:00",
            "publisher": "Quay", "url": "https://q.example/d",
            "body": {"summary": [DOCK[:50]], "sections": [{"headline": [], "paragraphs": [DOCK[50:]]}]}}},
        {"page_content": DOCK, "metadata": {"title": "Dock", "date": "2025-03-07", "author": "Ann Lee",
            "publisher": "Quay", "url": "https://q.example/d"}},
        [{"articles": [{"article": {"headline": "Dock", "paragraphs": [DOCK[:50], None, DOCK[50:]], "lang": "en",
            "date": {"$date": "2025-03-07T09:00:00Z"}, "author": "['Ann Lee']", "source": "{'name': 'Quay'}",
            "url": "https://q.example/d"}}]}],
    ],
)  # fmt: skip
def test_an_article_is_known_by_its_shape(tmp_path: Path, sent: object) -> None:
    (one,), skipped = read(tmp_path, "a.json", sent)
    article = one.article
    assert (article.title, " ".join(article.text.split()), article.published) == ("Dock", DOCK, "2025-03-07")
    assert (article.source, article.author, article.url) == ("Quay", "Ann Lee", "https://q.example/d")
    assert skipped == []


def test_lines_of_envelopes_and_pages_of_results(tmp_path: Path) -> None:
    pages = [{"articles": [{"title": f"{n}{m}", "content": f"It rained {n} {m}."} for m in "ab"]} for n in (1, 2)]
    for name, sent in (("a.jsonl", "\n".join(map(json.dumps, pages))), ("b.json", json.dumps(pages))):
        found, _ = read(tmp_path, name, sent)
        assert [one.article.title for one in found] == ["1a", "1b", "2a", "2b"]
        assert len({one.article.id for one in found}) == 4


def test_what_is_cut_short_is_marked_so(tmp_path: Path) -> None:
    items = [
        {"title": "A", "description": "Gulls left Skarne.",
         "content": f"{DOCK}\r\nThey will be back on Mon… [+812 chars]"},
        {"title": "B", "description": "The weir broke at noon, and the fields stand under water.",
         "content": "The weir broke at noon, and the fie… [+99 chars]"},
        {"title": "C", "abstract": "Eels are back.", "lead_paragraph": "Eels are back. Nobody knows why."},
        {"title": "D", "description": "Carp, too.", "content": "ONLY AVAILABLE IN PAID PLANS"},
        {"title": "E", "content": "Cut… [12 chars]", "full_text": "Cut no more."},
    ]  # fmt: skip
    found, _ = read(tmp_path, "a.json", {"articles": items})
    assert [one.article.text for one in found] == [
        f"Gulls left Skarne.\n\n{DOCK}\nThey will be back on Mon…",
        "The weir broke at noon, and the fields stand under water.",
        "Eels are back. Nobody knows why.",
        "Carp, too.",
        "Cut no more.",
    ]
    assert [one.removed[0].text for one in found] == [
        "[+812 chars]", "[+99 chars]", "…", "ONLY AVAILABLE IN PAID PLANS", "[12 chars]",
    ]  # fmt: skip
    assert "which has its lead_paragraph alone" in found[2].removed[0].reason


def test_nothing_in_a_record_vanishes_unsaid(tmp_path: Path) -> None:
    record = {
        "title": "A",
        "text": DOCK,
        "body": "Other words.",
        "summary": "A machine wrote this.",
        "excerpt": "At Skarne was flooded",
    }
    (one,), _ = read(tmp_path, "a.json", record)
    assert one.article.text == DOCK
    assert [piece.text for piece in one.removed] == ["Other words.", "A machine wrote this."]


def test_half_a_character_left_out_ends_no_sync(tmp_path: Path, library: Library) -> None:
    (tmp_path / "a.json").write_text('{"title": "Rain", "text": "It rained.", "content": "Other \\ud83d words."}')
    library.sync(tmp_path / "a.json")
    assert [one.text for one in library.removed_from("a.json")] == ["Other \ufffd words."]


def test_a_field_that_holds_no_address_is_none(tmp_path: Path) -> None:
    (one,), _ = read(tmp_path, "a.json", {"title": "Weir", "text": "It is up.", "lien": "A tax lien of $3,000"})
    assert one.article.url is None


def test_html_and_entities_in_fields(tmp_path: Path) -> None:
    record = {
        "title": "Caf&eacute; &amp;#8211; <em>new</em> rules",
        "author": "Ann O&#39;Hara",
        "text": "<h2>Tolls</h2><p>Cars: &euro;4.</p><ul><li>mopeds free</li><li>vans &lt; 3 t: &euro;6</li></ul>"
        "<table><tr><th>Day</th><th>Toll</th></tr><tr><td>Mon</td><td>4</td></tr></table>",
    }
    (one,), _ = read(tmp_path, "a.json", record)
    assert one.article.title == "Café – new rules" and one.article.author == "Ann O'Hara"
    assert one.article.text == "Tolls\n\nCars: €4.\n\n- mopeds free\n- vans < 3 t: €6\n\nDay | Toll\n--- | ---\nMon | 4"
    rows = 'title,text\nRules &amp; more,"<p>One.</p><p>Two.</p>"\nPlain,If a < b and b > c.\n'
    assert [one.article.text for one in read(tmp_path, "a.csv", rows)[0]] == ["One.\n\nTwo.", "If a < b and b > c."]


def test_as_is_takes_the_text_to_the_letter(tmp_path: Path) -> None:
    text = "<p>It rained &amp; snowed.</p>  Wind… [+5 chars]"
    (one,), _ = read(tmp_path, "a.jsonl", json.dumps({"text": text, "description": "Weather"}), as_is=True)
    assert one.article.text == text and "[+5 chars]" not in [piece.text for piece in one.removed]


def test_objects_without_an_article_are_named(tmp_path: Path) -> None:
    assert read(tmp_path, "a.json", {"articles": [{"title": "Dock", "seendate": "20250307T090000Z"}]})[1]
    assert read(tmp_path, "b.json", {"status": "error", "message": {"text": "No key"}}) == ([], [
        'needs an object with a non-empty "text", and a title, date or address beside it; add them'])  # fmt: skip
    assert read(tmp_path, "c.json", {"title": "Dock"}) == ([], ['needs an object with a non-empty "text"; add it'])
    deep: object = {"title": "Dock", "text": DOCK}
    for _ in range(30):
        deep = {"a": deep}
    assert read(tmp_path, "c.json", deep)[0] == []


def test_a_table_below_a_preamble(tmp_path: Path) -> None:
    preamble = "Search: dock, pier\nExported 7 March 2025\n\n"
    (one, two), skipped = read(
        tmp_path, "a.csv", f'{preamble}Headline,Text,Date\nDock,"One,\ntwo.",2025-03-07,\nPier,It froze.,,\n'
    )
    assert (one.article.title, one.article.text, one.article.id) == ("Dock", "One,\ntwo.", "a.csv:5")
    assert two.article.title == "Pier" and skipped == []
    rows = "sep=;\r\nTitle;Content;Published\r\nDock;It froze, or not.;2025-03-07\r\n"
    (one,), _ = read(tmp_path, "b.csv", rows)
    assert (one.article.text, one.article.published) == ("It froze, or not.", "2025-03-07")
    assert "no column with the text" in read(tmp_path, "c.csv", preamble * 20 + "title,text\nA,b\n")[1][0]
    (one,), _ = read(tmp_path, "d.csv", "title,description\nDock,It froze.\n")
    assert one.article.text == "It froze." and "description alone" in one.removed[0].reason
