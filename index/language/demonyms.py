"""Places and what their people and things are called: "Afghan" goes with "Afghanistan", "Nigerian" not with "Niger".

So are a party, a faith and those who belong to it.

A table, since endings do not tell: "Georgian" would go with "George", and "French" not with "France".
"""

import re

_SHORTEST_PLURAL = 3  # letters, without its s

_TABLE = """
afghanistan afghan, africa african, albania albanian, algeria algerian, america american, andorra andorran, angola
angolan, arabia arabian, argentina argentine argentinian, armenia armenian, asia asian, australia australian, austria
austrian, azerbaijan azerbaijani azeri, bahamas bahamian, bahrain bahraini, bangladesh bangladeshi, barbados barbadian,
bavaria bavarian, belarus belarusian belarussian, belgium belgian, belize belizean, benin beninese, berlin berliner,
bhutan bhutanese, bolivia bolivian, bosnia bosnian, botswana botswanan, brazil brazilian, britain british briton brit,
bulgaria bulgarian, burma burmese, burundi burundian, california californian, cambodia cambodian, cameroon cameroonian,
canada canadian, catalonia catalan, chad chadian, chechnya chechen, chile chilean, china chinese, christianity
christian, colombia colombian, congo congolese, corsica corsican, crimea crimean, croatia croatian croat, cuba cuban,
cyprus cypriot, czechia czech, darfur darfuri, democratic democrat, denmark danish dane, ecuador ecuadorian, egypt
egyptian, emirates emirati, england english englishman, eritrea eritrean, estonia estonian, ethiopia ethiopian, europe
european, fiji fijian, finland finnish finn, florida floridian, france french frenchman, gabon gabonese, gambia gambian,
gaza gazan, georgia georgian, germany german, ghana ghanaian, greece greek, greenland greenlandic greenlander, guatemala
guatemalan, guinea guinean, guyana guyanese, haiti haitian, hawaii hawaiian, holland dutch, honduras honduran, hungary
hungarian, iceland icelandic icelander, india indian, indonesia indonesian, iran iranian, iraq iraqi, ireland irish
irishman, israel israeli, italy italian, jamaica jamaican, japan japanese, jordan jordanian, kashmir kashmiri,
kazakhstan kazakh, kenya kenyan, korea korean, kosovo kosovar kosovan, kurdistan kurdish kurd, kuwait kuwaiti,
kyrgyzstan kyrgyz, lanka lankan, laos laotian, latvia latvian, lebanon lebanese, leone leonean, liberia liberian, libya
libyan, lithuania lithuanian, london londoner, luxembourg luxembourgish, macedonia macedonian, madagascar malagasy,
malawi malawian, malaysia malaysian, maldives maldivian, mali malian, malta maltese, mauritania mauritanian, mauritius
mauritian, mexico mexican, moldova moldovan, mongolia mongolian, montenegro montenegrin, morocco moroccan, moscow
muscovite, mozambique mozambican, myanmar burmese, namibia namibian, nepal nepalese nepali, netherlands dutch dutchman,
nicaragua nicaraguan, niger nigerien, nigeria nigerian, norway norwegian, oman omani, pakistan pakistani, palestine
palestinian, panama panamanian, paraguay paraguayan, paris parisian, persia persian, peru peruvian, philippines
philippine filipino, poland polish pole, portugal portuguese, prussia prussian, punjab punjabi, qatar qatari, rhodesia
rhodesian, rica rican, romania romanian, russia russian, rwanda rwandan, salvador salvadoran, saxony saxon, scandinavia
scandinavian, scotland scottish scot, senegal senegalese, serbia serbian serb, siberia siberian, sicily sicilian,
singapore singaporean, slovakia slovak slovakian, slovenia slovenian slovene, somalia somali, spain spanish spaniard,
sudan sudanese, suriname surinamese, sweden swedish swede, switzerland swiss, syria syrian, taiwan taiwanese, tajikistan
tajik, tanzania tanzanian, texas texan, thailand thai, tibet tibetan, timor timorese, togo togolese, tunisia tunisian,
turkey türkiye turkish turk, turkmenistan turkmen, tuscany tuscan, uganda ugandan, ukraine ukrainian, uruguay uruguayan,
uzbekistan uzbek, venezuela venezuelan, venice venetian, vienna viennese, vietnam vietnamese, virginia virginian, wales
welsh, yemen yemeni, york yorker, yugoslavia yugoslav yugoslavian, zambia zambian, zimbabwe zimbabwean
"""
_PLACES: dict[str, set[str]] = {}
for _entry in _TABLE.split(","):
    for _word in _entry.split():
        _PLACES.setdefault(_word, set()).add(_entry.split()[0].upper())

_SAME = (
    {"us", "usa", "america", "american", "americans", "united states"},
    {"uk", "britain", "british", "brit", "brits", "united kingdom"},
    {"eu", "european union"},
    {"un", "united nations"},
    {"ussr", "soviet", "soviets", "soviet union"},
    {"iran", "iranian", "iranians", "persia"},
    {"myanmar", "burma", "burmese"},
    {"thailand", "thai", "thais", "siam"},
    {"netherlands", "holland", "dutch"},
    {"czechia", "czech", "czechs", "czech republic"},
    {"eswatini", "swaziland"},
    {"ivory coast", "côte d'ivoire", "cote d'ivoire"},
    {"drc", "democratic republic of congo"},
    {"uae", "emirati", "emiratis", "united arab emirates"},
    {"world war i", "first world war", "wwi", "ww1"},
    {"world war ii", "second world war", "wwii", "ww2"},
)
SAME_PLACE = {form: number for number, group in enumerate(_SAME) for form in group}
"""Which states, unions and wars several names are of."""

_SEATS = """
russia moscow kremlin, iran tehran, ukraine kyiv kiev, china beijing, japan tokyo, france paris elysee, germany
berlin, italy rome, spain madrid, poland warsaw, turkey ankara, egypt cairo, syria damascus, iraq baghdad, lebanon
beirut, jordan amman, qatar doha, pakistan islamabad, taiwan taipei, hungary budapest, austria vienna, greece athens,
belarus minsk, sweden stockholm, norway oslo, finland helsinki, denmark copenhagen, canada ottawa, australia canberra,
cuba havana, venezuela caracas, georgia tbilisi, armenia yerevan, azerbaijan baku, serbia belgrade, afghanistan kabul,
kenya nairobi
"""
_SIDES = frozenset("western eastern northern southern".split())  # "Western pressure" is that of the West
SEATS = {seat: state.upper() for state, *seats in map(str.split, _SEATS.split(",")) for seat in seats}
SEATS |= {"washington": str(SAME_PLACE["us"]), "pentagon": str(SAME_PLACE["us"]), "london": str(SAME_PLACE["uk"])}
"""The cities and houses that news take for a government, and of which state."""
_named = "|".join(seat.title() for seat, state in SEATS.items() if state.isalpha())
_SEAT = re.compile(rf"(?<!\b[Ii]n )(?<!\b[Aa]t )(?<!\bfrom )(?<!\bnear )(?:\bthe )?\b({_named})\b")


def with_states(text: str) -> str:
    """Return a text with the states in place of their seats of government, but for those that are a place in it.

    >>> with_states("Moscow and the Kremlin met Tehran in Oslo.")
    'Russia and Russia met Iran in Oslo.'
    """
    return _SEAT.sub(lambda found: SEATS[found[1].lower()].title(), text)


def forms(word: str, *, has_capital: bool = True) -> set[str]:
    """Return what a word in lower case has in common with its other forms: its singular, its places in capitals.

    One that is written without a capital has no places: what is "polish" need not be of Poland.
    """
    is_plural = len(word) > _SHORTEST_PLURAL and word.endswith("s") and not word.endswith("ss")
    words = {word, word[:-1]} if is_plural else {word}
    words |= {word.removesuffix("ern")} if word in _SIDES else set()
    return words.union(*(_PLACES.get(one, ()) for one in words if has_capital))


def are_forms(word: str, other: str) -> bool:
    """Tell whether two words in lower case are a people and its place, two names of one, or a plural and its singular.

    A word is no form of itself: that two names share one does not make them of one people.

    >>> are_forms("iranian", "iran"), are_forms("chinese", "china"), are_forms("russians", "russia")
    (True, True, True)
    >>> are_forms("nigerian", "niger"), are_forms("houthis", "houthi"), are_forms("francis", "france")
    (False, True, False)
    >>> are_forms("iran", "iran")
    False
    """
    return word != other and not forms(word).isdisjoint(forms(other))


def are_one_place(name: str, other: str) -> bool:
    """Tell whether two names in lower case are of one place: "iran", "persia".

    >>> are_one_place("iran", "persia"), are_one_place("united states", "america"), are_one_place("iran", "iraq")
    (True, True, False)
    """
    is_known = name in SAME_PLACE and SAME_PLACE.get(other) == SAME_PLACE[name]
    return name == other or is_known or are_forms(name, other)


def is_of_place(word: str) -> bool:
    """Tell whether a word is a place or a people of the table.

    >>> is_of_place("Russian"), is_of_place("Vice")
    (True, False)
    """
    return word.lower() in _PLACES or word.lower() in SAME_PLACE
