"""What a browser shows of a page is in its tree: behind a stated end, in frames and in components that were saved."""

from html import escape

import pytest

from index.reading.formats.markup import html_to_text
from index.reading.page_tree import MOST_ELEMENTS, page_tree
from index.reading.pages import read_page
from index.reading.raw_article import RawArticle

STORY = (
    "<p>The quarry at Orsk was flooded on Sunday, and its pumps stood still until the evening.</p>"
    "<p>Its foreman, Rolf Aas, said that two of the four diggers would have to be taken apart and dried.</p>"
)
LATE = "<p>The power came back at nine, the grid company told the town's council.</p>"
HEAD = "<!DOCTYPE html><html><head><title>Quarry under water</title></head><body>"


def read(body: str) -> RawArticle:
    found = read_page(f"{HEAD}{body}</body></html>".encode())
    assert found is not None
    return found


def frame(inside: str) -> str:
    return f'<iframe srcdoc="{escape(inside)}">Your browser has no frames.</iframe>'


@pytest.mark.parametrize(
    "body",
    [
        f"<article>{STORY}</article></body></html><article>{LATE}</article>",
        f"<article>{STORY}</article></HTML >{LATE}",
        f"<article>{STORY}</body>{LATE}</article>",
        f"<article>{STORY}<x-late><template shadowrootmode='open'>{LATE}</template></x-late></article>",
        f"<x-story><template shadowrootmode='closed'><article>{STORY}{LATE}</article></template></x-story>",
        f"<article>{STORY}{frame(LATE)}</article>",
        f"<article>{STORY}{frame(frame(LATE))}</article>",
    ],
)
def test_what_a_browser_shows_is_read(body: str) -> None:
    assert read(body).text.endswith("council.") and "no frames" not in str(read(body))


def test_what_a_browser_never_shows_is_no_text() -> None:
    assert "council" not in str(read(f"<article>{STORY}<template>{LATE}</template></article>"))


def test_a_frame_says_nothing_of_the_page_around_it() -> None:
    inside = f"<html><head><title>A film</title><meta name='author' content='Eva Ro'></head><body>{LATE}</body></html>"
    found = read(f"<article>{STORY}{frame(inside)}</article>")
    assert (found.title, found.author) == ("Quarry under water", None) and "A film" not in str(found)


def test_frames_count_with_the_elements_of_their_page() -> None:
    assert page_tree(f"{HEAD}{STORY}{frame('<i>x</i>' * MOST_ELEMENTS)}".encode()) is None


def test_markup_that_goes_on_behind_its_end_is_read_whole() -> None:
    assert html_to_text("<html><body><p>One.</p></body></html><p>Two.</p>") == "One.\n\nTwo."
