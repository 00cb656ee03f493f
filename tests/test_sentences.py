"""Sentences: whole, with true offsets; an abbreviation, initials or a quotation do not end one."""

import pytest
from nltk.tokenize.punkt import _ORTHO_LC

from index import split_sentences
from index.language.sentences import LONGEST_READ, sentence_tokenizer
from index.language.words import is_common_word


def sentences(text: str) -> list[str]:
    return [text[span.start : span.end] for span in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "It is in Hale Hosp. on Main St. He sits Thurs. at nine.",
            ["It is in Hale Hosp. on Main St.", "He sits Thurs. at nine."],
        ),
        (
            "The Natl. Guard came. He is in the Natl. She is not.",
            ["The Natl. Guard came.", "He is in the Natl.", "She is not."],
        ),
        ("Bus no. 4 left. They voted no. 5 did not.", ["Bus no. 4 left.", "They voted no.", "5 did not."]),
        ("The film “Who? Me! Never.” is out. It ran.", ["The film “Who? Me! Never.” is out.", "It ran."]),
        (
            "Banks fear the Fed. Orr sued Ohio Tech. Wren met him at the Inn Pub. Guests left.",
            ["Banks fear the Fed.", "Orr sued Ohio Tech.", "Wren met him at the Inn Pub.", "Guests left."],
        ),
        (
            "It was a loud no. 7 of them voted no. 9 kept silent. Mine no. 3 shut. They say no. 5 do.",
            ["It was a loud no.", "7 of them voted no.", "9 kept silent.", "Mine no. 3 shut.", "They say no.", "5 do."],
        ),
        (
            "He was born in Metz. de la Tour was not. She left Lyon. van den Berg sang.",
            ["He was born in Metz.", "de la Tour was not.", "She left Lyon.", "van den Berg sang."],
        ),
        (
            "“It rained. It hailed!” the sailors chanted. (She had said: “Yes. Soon.”) “Up! Up!” was heard.",
            ["“It rained. It hailed!” the sailors chanted.", "(She had said: “Yes. Soon.”)", "“Up! Up!” was heard."],
        ),
        ("I like this impression. we left.", ["I like this impression.", "we left."]),
        ("Mr. Li of the U.S. Army left. Why?", ["Mr. Li of the U.S. Army left.", "Why?"]),
        ("It cost $1.7 billion on Jan. 17. Yes.", ["It cost $1.7 billion on Jan. 17.", "Yes."]),
        (
            "Gov. Jo Li met Sgt. Ed Roe on Mt. Kenya. Lt. Gov. Al Po left.",
            ["Gov. Jo Li met Sgt. Ed Roe on Mt. Kenya.", "Lt. Gov. Al Po left."],
        ),
        ("A book by George R.R. Martin. He wrote more.", ["A book by George R.R. Martin.", "He wrote more."]),
        ("They met in the U.S. He left.", ["They met in the U.S.", "He left."]),
        ("He is No. 2 of 9. He said no. 5 left.", ["He is No. 2 of 9.", "He said no.", "5 left."]),
        (
            "“Why?” he asked. “No!” Ms. Li said. “Yes.” He left.",
            ["“Why?” he asked.", "“No!” Ms. Li said.", "“Yes.”", "He left."],
        ),
        (
            "Who sings “Where To?” and why. It is (perhaps?), he says.",
            ["Who sings “Where To?” and why.", "It is (perhaps?), he says."],
        ),
        (
            "Sales of phones fell. iPhone sales rose. al-Hadi left.",
            ["Sales of phones fell.", "iPhone sales rose.", "al-Hadi left."],
        ),
        ("he left. she stayed.", ["he left.", "she stayed."]),
        ("It is open. it has docks. rain fell.", ["It is open.", "it has docks.", "rain fell."]),
        ("Look! https://example.org is it.", ["Look!", "https://example.org is it."]),
        ("“It is over!” He told them that he said so.", ["“It is over!”", "He told them that he said so."]),
        (
            "“Who did it?” Li, 43, asked. “What?” Ms. Thunberg tweeted.",
            ["“Who did it?” Li, 43, asked.", "“What?” Ms. Thunberg tweeted."],
        ),
        ("In 44 B.C. Caesar died. W.E.B. Griffin wrote.", ["In 44 B.C.", "Caesar died.", "W.E.B. Griffin wrote."]),
        ("Gov. Young met Capt. Swift on Mt. Pleasant.", ["Gov. Young met Capt. Swift on Mt. Pleasant."]),
        # What a number, a letter or an amount follows, and what never ends a sentence.
        (
            "See Fig. 4 and Vol. II, pp. 5 to 9. It cost approx. $9 million.",
            ["See Fig. 4 and Vol. II, pp. 5 to 9.", "It cost approx. $9 million."],
        ),
        (
            "Backers of Prop. 9 met. It is in Art. V of it. He likes art. Some do not.",
            ["Backers of Prop. 9 met.", "It is in Art. V of it.", "He likes art.", "Some do not."],
        ),
        (
            "She is Li Wu, a.k.a. The Fox. Lee v. Roe ended. He was paid est. 40 pounds, i.e. Nothing.",
            ["She is Li Wu, a.k.a. The Fox.", "Lee v. Roe ended.", "He was paid est. 40 pounds, i.e. Nothing."],
        ),
        # Titles, places and initials before a name; marks that belong to a name.
        (
            "Dr. A. B. Wren met Msgr. Ott in Ft. Wells. Cllr. Dow left.",
            ["Dr. A. B. Wren met Msgr. Ott in Ft. Wells.", "Cllr. Dow left."],
        ),
        (
            "Andrew J. West sang. Plan B. Officials left. W.H. Freeman stayed. J. A. Hobson did.",
            ["Andrew J. West sang.", "Plan B.", "Officials left.", "W.H. Freeman stayed.", "J. A. Hobson did."],
        ),
        (
            "Yahoo! Inc. grew. He is at Yum! Brands now. They shouted at Ann! He left.",
            ["Yahoo! Inc. grew.", "He is at Yum! Brands now.", "They shouted at Ann!", "He left."],
        ),
        (
            "The U.S. Circuit Court met. In the U.S. The rest met.",
            ["The U.S. Circuit Court met.", "In the U.S.", "The rest met."],
        ),
        # What may end one, and does before such a word.
        (
            "It sold Ott Corp. The rest is in Conn. On Monday it closed.... But why?",
            ["It sold Ott Corp.", "The rest is in Conn.", "On Monday it closed....", "But why?"],
        ),
        (
            "It fell at 5 p.m. ET, he said. It rose at 7:30 a.m. Eastern time. He left at 5 p.m. Central banks met.",
            [
                "It fell at 5 p.m. ET, he said.",
                "It rose at 7:30 a.m. Eastern time.",
                "He left at 5 p.m. Central banks met.",
            ],
        ),
        (
            "He works for Ott & Co. “I left,” he said. They met at 9 a.m. in Vt. last year.",
            ["He works for Ott & Co.", "“I left,” he said.", "They met at 9 a.m. in Vt. last year."],
        ),
        # Quotations with who said them, in short sentences; brackets; references; items.
        (
            '“Did it rain? No. Did it snow? Yes!” Ms. Orr told them. He said: "Yes. No." It is over.',
            ["“Did it rain? No. Did it snow? Yes!” Ms. Orr told them.", 'He said: "Yes. No."', "It is over."],
        ),
        (
            '"We ran. We hid," said the guard. "It was cold. We left." They left.',
            ['"We ran. We hid," said the guard.', '"It was cold.', 'We left."', "They left."],
        ),
        ("“Who was it? Us!” Li said the house was new.", ["“Who was it?", "Us!”", "Li said the house was new."]),
        (
            "The firm (it was founded in May. It moved.) is new. (It is. It was.) We left.",
            ["The firm (it was founded in May. It moved.) is new.", "(It is.", "It was.)", "We left."],
        ),
        (
            "It was built in 1901. [citation needed] It is old.[3] It fell . . . and rose.",
            ["It was built in 1901. [citation needed]", "It is old.[3]", "It fell . . . and rose."],
        ),
        ("1. Turn it off. 2. Call us.", ["1. Turn it off.", "2. Call us."]),
        (
            "Ott etc. left. He paid 9 pct. to Wm. Wren. See sec. 4 of H.R. 9.",
            ["Ott etc. left.", "He paid 9 pct. to Wm. Wren.", "See sec. 4 of H.R. 9."],
        ),
        (
            "‘Did it rain? No. I don’t know!’ he said. 'It is. It isn't,' said Wu. It is.",
            ["‘Did it rain? No. I don’t know!’ he said.", "'It is. It isn't,' said Wu.", "It is."],
        ),
        (
            "“It was cold. We left,” the head of the guards, Ada Orr, told us. They left.",
            ["“It was cold. We left,” the head of the guards, Ada Orr, told us.", "They left."],
        ),
        ("The docks\nNine were built.", ["The docks", "Nine were built."]),
        ("A\n\nB", ["A", "B"]),
        ("- one thing\n- another thing", ["one thing", "another thing"]),
        ("  \n\n ", []),
        ("", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_all_line_ends_are_one(line_end: str) -> None:
    text = "The docks\nWe left. He\nstayed in May.\n\n“Why? No,\nyou!” he said.\n"
    ends = ["The docks", "We left.", "He\nstayed in May.", "“Why? No,\nyou!” he said."]
    assert sentences(text.replace("\n", line_end)) == [one.replace("\n", line_end) for one in ends]


def test_a_wrapped_line_does_not_end_a_sentence() -> None:
    wrapped = ("The harbor that was built in the north of the town opened", "in May. Its nine docks are long enough.")
    text = "\n".join(wrapped)
    assert len(sentences(text)) == 2


def test_sentences_of_a_very_long_paragraph_are_those_of_a_short_one() -> None:
    many = "Mr. Li of the U.S. Army left. Why did he? He said it cost $1.7 billion. " * 2_000
    assert sentences(many) == ["Mr. Li of the U.S. Army left.", "Why did he?", "He said it cost $1.7 billion."] * 2_000


def test_many_quotations_and_brackets_take_no_time() -> None:
    many = "“Why? No,” he said. It is (was. Or is) in. " * 3_000
    assert sentences(many) == ["“Why? No,” he said.", "It is (was. Or is) in."] * 3_000


def test_a_very_long_paragraph_without_stops_is_divided_at_spaces() -> None:
    parts = sentences("words " * 20_000 + "x" * 50_000 + " " * 50_000 + "end.")
    assert max(map(len, parts)) <= LONGEST_READ and parts[-1] == "end."
    assert {word for part in parts for word in part.split() if "x" not in word} == {"words", "end."}
    assert "".join("".join(parts).split()) == "words" * 20_000 + "x" * 50_000 + "end."


def test_no_sentence_made_whole_is_longer_than_what_is_read_at_once() -> None:
    parts = sentences("Words " + "words " * 20_000)
    assert len(parts) > 1 and max(map(len, parts)) <= LONGEST_READ


def test_common_words_are_those_that_punkt_met_in_lower_case() -> None:
    met = sentence_tokenizer()._params.ortho_context
    for word in ("whether", "officials", "putin", "tehran", "may", "zzz"):
        assert is_common_word(word.title()) == bool(met[word] & _ORTHO_LC)
