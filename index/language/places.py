"""Which places are whole countries, continents or states, so that a town may lie in them.

Countries and continents are those of the Unicode CLDR, which comes with Babel; which towns lie in them is not known.
"""

import re
from functools import cache

_STATES = """
alabama, alaska, arizona, arkansas, california, colorado, connecticut, delaware, florida, hawaii, idaho, illinois,
indiana, iowa, kansas, kentucky, louisiana, maine, maryland, massachusetts, michigan, minnesota, mississippi, missouri,
montana, nebraska, nevada, new hampshire, new jersey, new mexico, north carolina, north dakota, ohio, oklahoma, oregon,
pennsylvania, rhode island, south carolina, south dakota, tennessee, texas, utah, vermont, virginia, west virginia,
wisconsin, wyoming, alberta, british columbia, manitoba, new brunswick, newfoundland, nova scotia, ontario, quebec,
saskatchewan, england, scotland, wales, northern ireland, bavaria, catalonia, new south wales, queensland, victoria
"""
_OTHER_NAMES = "us, usa, united states of america, uk, britain, great britain, holland, turkey, burma, ivory coast"
_ASKS = re.compile(r"\bwhere\b|\b(?:which|what) (?:city|town|place|country|state|region|venue|part)\b", re.IGNORECASE)
STATE, COUNTRY, CONTINENT = 1, 2, 3


def asks_for_place(question: str) -> bool:
    """Tell whether a question asks for a place."""
    return _ASKS.search(question) is not None


def level_of_place(name: str) -> int:
    """Return how large a place is by its name alone, 0 for a town or what is no place.

    >>> [level_of_place(name) for name in ("Bergen", "Texas", "Norway", "the US", "Europe")]
    [0, 1, 2, 2, 3]
    """
    return _levels().get(name.lower().removeprefix("the ").replace(".", ""), 0)


@cache
def _levels() -> dict[str, int]:
    from babel import Locale

    territories = Locale("en").territories
    levels = {name.lower(): CONTINENT if code.isdigit() else COUNTRY for code, name in territories.items()}
    levels |= dict.fromkeys(_OTHER_NAMES.split(", "), COUNTRY)
    return levels | dict.fromkeys(_STATES.strip().replace("\n", " ").split(", "), STATE)
