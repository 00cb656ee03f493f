"""Units: one measure however it is written, and no two measures for one."""

import pytest

from index.language.quantities import quantities
from index.language.units import CUSTOMARY, DIMENSIONS, IN_BASE, MONEY, TIME_UNITS
from rag.reader.answer_type import value_wanted
from rag.verdict.rules import Record, missing_facts


@pytest.mark.parametrize(
    ("said", "quoted"),
    [
        ("It carried ninety tonnes of coal.", "It carried 90 t of coal."),
        ("It carried 90 t of coal.", "It carried 90,000 kg of coal."),
        ("The pole is thirty feet tall.", "The pole is 30ft tall."),
        ("The pole is 98 feet tall.", "The pole is 30 metres tall."),
        ("The pole is about 100 feet tall.", "The pole is 30 metres tall."),
        ("They walked 15 miles.", "They walked 24 km."),
        ("The farm has 50 hectares.", "The farm has 0.5 square kilometres."),
        ("The farm has 124 acres.", "The farm has 50 ha."),
        ("The parcel weighs 8 lb.", "The parcel weighs eight pounds."),
        ("They found 8 lb of gold.", "They found eight pounds of gold."),
        ("It cost £8.", "It cost eight pounds."),
        ("It makes 3,000 MWh.", "It makes 3 GWh."),
        ("It ran at 60 mph.", "It ran at 60 miles an hour."),
        ("It was sold for ¥900.", "It was sold for 900 yen."),
        ("They ate 500g of ham.", "They ate 0.5 kilos of ham."),
    ],
)
def test_one_measure_in_two_writings(said: str, quoted: str) -> None:
    assert list(missing_facts(said, Record((quoted,)))) == []


@pytest.mark.parametrize(
    ("said", "quoted"),
    [
        ("The pole is thirty feet tall.", "The pole is 30 metres tall."),
        ("The pole is 30 cm tall.", "The pole is 30 m tall."),
        ("The pole is 30 mm thick.", "The pole is 30 cm thick."),
        ("They walked 20 miles.", "They walked 24 km."),
        ("The farm has 50 acres.", "The farm has 50 hectares."),
        ("The parcel weighs 8 lb.", "The parcel weighs 8 kg."),
        ("The parcel weighs eight pounds.", "The parcel weighs 8 kg."),
        ("They ate 500g of ham.", "They ate 500 kg of ham."),
        ("It makes 3 MWh.", "It makes 3 GWh."),
        ("It was sold for 900 yuan.", "It was sold for 900 yen."),
        ("It got 30 °C warm.", "It got 30 °F warm."),
    ],
)
def test_another_unit_makes_another_measure(said: str, quoted: str) -> None:
    (reason,) = missing_facts(said, Record((quoted,)))
    assert reason.endswith("is in no quote")


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("They sell 5G phones.", []),
        ("Two GB News hosts left.", [None]),
        ("In 2023 GB News was fined.", [None]),
        ("In 1950 C. S. Lewis wrote it.", [None]),
        ("Two Foot Locker shops shut.", [None]),
        ("He has 5 T shirts.", [None]),
        ("It has 8 of them in May.", [None]),
        ("It is 30 ft wide.", ["foot"]),
        ("It has 10 sq. km, 10km² or 10 square kilometres.", ["km²", "km²", "km²"]),
        ("Lee is weighing a bid of £5m.", ["£"]),
        ("The bank lifted its offer to 5 million pounds.", ["£"]),
    ],
)
def test_which_unit_it_is(text: str, units: list[str | None]) -> None:
    assert [one.unit for one in quantities(text)] == units


@pytest.mark.parametrize(
    ("said", "quoted", "is_borne_out"),
    [
        ("It rose more than 100 feet.", "It rose more than 60 metres.", False),
        ("It went under 100 miles.", "It went under 100 km.", False),
        ("It went more than 100 miles.", "It went 170 km.", True),
        ("They walked 100 miles.", "They walked 152 km.", False),
        ("They walked 2,000 miles.", "They walked 3,400 km.", False),
        ("He is 6 feet tall.", "He is 1.8 metres tall.", True),
        ("It got 40 degrees Celsius warm.", "It got 40 degrees warm.", True),
        ("He lost 20 pounds.", "He lost 20 lb.", True),
        ("It took 3 seconds.", "It took 3 minutes.", False),
        ("They sold 3 billion pounds of bonds.", "They sold £3bn of bonds.", True),
    ],
)
def test_bounds_and_rounding_across_units(said: str, quoted: str, is_borne_out: bool) -> None:
    assert (list(missing_facts(said, Record((quoted,)))) == []) == is_borne_out


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("How many gallons of oil leaked?", "Some 5,000 gallons leaked."),
        ("How many yen did it cost?", "It cost ¥900."),
        ("How many rupees did it cost?", "It cost 500 rupees."),
        ("How many square metres has it?", "It has 500 square metres."),
        ("How many metric tons were sold?", "Some 500 tons were sold."),
        ("How many pounds did the parcel weigh?", "The parcel weighed 200 pounds."),
        ("How many feet tall is the pole?", "The pole is 30 metres tall."),
    ],
)
def test_a_measure_answers_how_many(question: str, answer: str) -> None:
    has_it = value_wanted(question)
    assert has_it and has_it(answer) and not has_it("It was seen from afar.")


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("How many times did Lee win?", "Lee won once, in May."),
        ("How many percent voted?", "Half voted."),
        ("How many acres burned?", "More than 5,000 burned."),
        ("How many degrees does Lee hold?", "Lee has two university degrees."),
    ],
)
def test_a_number_answers_how_many(question: str, answer: str) -> None:
    has_it = value_wanted(question)
    assert has_it and has_it(answer)


def test_each_unit_is_of_one_dimension() -> None:
    units = [unit for units in DIMENSIONS for unit in units]
    assert len(units) == len(set(units)) and {*IN_BASE, *CUSTOMARY, *TIME_UNITS, *MONEY} <= {*units}
