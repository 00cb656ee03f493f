"""Files to articles: which files, their formats, saved web pages, cleaning with reasons, dates."""

from index.reading.articles import Article, ReadArticle, read_articles, read_file
from index.reading.cleaning import Removed
from index.reading.dates import Days, days_of, iso_date, iso_span, orders_of
from index.reading.files import FoundFile, Skipped, find_files
from index.reading.formats import SUFFIXES, kind_of

__all__ = ["Article", "FoundFile", "ReadArticle", "Removed", "Skipped", "find_files", "read_articles", "read_file"]
__all__ += ["SUFFIXES", "Days", "days_of", "iso_date", "iso_span", "kind_of", "orders_of"]
