"""The forms in which `training.roles` tells who did what to whom: verbs, names and templates, in two halves.

In a template `{a}` and `{b}` are who and whom, `{t}` is a time; other slots are filled from the form's own `words`, all
of them from one entry.
"""

from dataclasses import dataclass

HALVES = ("A", "B")

STATES = (
    "Russia Ukraine France Germany Japan Brazil Kenya Norway Iran Israel India China Egypt Peru Chile Poland Spain "
    "Italy Turkey Sweden Ghana Mali Cuba Canada Mexico Vietnam Serbia Greece Jordan Nepal"
).split()
FIRST_NAMES = (
    "Anna Omar Li Maria James Fatima Igor Susan Pedro Aisha Tom Nadia Kenji Ruth Carlos Elena David Priya".split()
)
LAST_NAMES = (
    "Novak Haddad Wei Silva Brown Khan Petrov Miller Gomez Diallo Berg Ivanova Sato Levi Ortiz Rossi Clark Rao".split()
)
FIRM_HEADS = "Nor Vel Tar Bri Kel Sun Alt Mer Zen Cor Dra Fen".split()
FIRM_TAILS = "vik dex com tora lin gen bank motors soft tek".split()
TOWNS = "Lisbon Oslo Kiel Leeds Turin Lyon Bergen Cairo Lima Osaka Perth Quito Dakar Austin Porto Ghent".split()
TIMES = (
    *("in February 2022", "on Monday", "last year", "in May", "two days later", "in the spring of 1998"),
    *("on Friday night", "after weeks of talks", "at the end of March", "for the second time", "without warning"),
    *("", "", ""),
)

# past/participle: a noun for the deed; = where it is as true the other way round
DEEDS = {
    "state": """attacked: {a}'s attack on {b}, invaded: {a}'s invasion of {b}, bombed: {a}'s bombing of {b},
        beat/beaten: {a}'s win over {b}, defeated: {b}'s defeat by {a}, occupied: the occupation of {b} by {a}, accused,
        condemned: {a}'s condemnation of {b}, threatened: {a}'s threat against {b},
        recognised: the recognition of {b} by {a}, armed, aided: {a}'s aid for {b}, warned: {a}'s warning to {b},
        overtook/overtaken, sanctioned: {a}'s sanctions against {b}, met=: the meeting of {a} and {b}, blamed,
        supplied: {a}'s supplies to {b}, shelled, visited, fed""",
    "firm": """bought: {a}'s purchase of {b}, acquired: the acquisition of {b} by {a}, sued: {a}'s lawsuit against {b},
        overtook/overtaken, outbid, supplied, paid, founded: the founding of {b} by {a},
        took/taken over: {a}'s takeover of {b}, financed, rescued: {a}'s rescue of {b}, copied,
        audited: {a}'s audit of {b}, boycotted, represented, merged with=: the merger of {a} and {b}, sponsored,
        replaced, advised, outsold""",
    "person": """killed: the killing of {b} by {a}, succeeded, hired, arrested: the arrest of {b} by {a}, accused,
        interviewed: {a}'s interview with {b}, taught, criticised: {a}'s criticism of {b},
        dismissed: the dismissal of {b} by {a}, saved, betrayed, paid, called, married=: the wedding of {a} and {b},
        defended: {a}'s defence of {b}, followed, beat/beaten: {a}'s win over {b}, shot, praised: {a}'s praise for {b},
        replaced, sued, nominated, admired, invited, appointed""",
}
TOLD = {  # by half; those with a participle or noun are left out where the deed has none
    "A": ("{a} {past} {b} {t}", "{b} was {participle} by {a} {t}", "{t}, {a} {past} {b}"),
    "B": (
        *("{a} {past} {b} {t}", "it was {a} that {past} {b} {t}", "{a}, which had long been quiet, {past} {b} {t}"),
        *("officials confirmed that {a} {past} {b} {t}", "it was {b} that was {participle} by {a} {t}"),
        *("{noun} {t} drew wide attention", "newspapers reported {noun} {t}"),
    ),
}


@dataclass(frozen=True, slots=True)
class Form:
    """Templates that all say the same of `{a}` and `{b}`, two of one of the `kinds`, and not with the two swapped.

    Where the evidence says more than the claims, it has templates of its own; where it is not the two that are swapped,
    `against` says the opposite.
    """

    name: str
    half: str
    kinds: str
    claims: tuple[str, ...]
    words: tuple[dict[str, str], ...] = ({},)
    evidence: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    label: str = "contradicts"


def _words(names: str, *entries: str) -> tuple[dict[str, str], ...]:
    return tuple(dict(zip(names.split(), entry.split("|"), strict=True)) for entry in entries)


_PEOPLE = "state person firm"
FORMS = (
    Form(
        "from to", "A", "town",
        ("{firm} {verb} from {a} to {b} {t}", "{firm} {verb} to {b} from {a} {t}", "{t}, {firm} {verb} from {a} to {b}",
         "{firm}'s {noun} took it out of {a} and into {b} {t}"),
        _words("verb noun", "moved its head office|move", "shifted production|shift", "sent the goods|transport"),
    ),
    Form(
        "more less", "A", "state person firm town", ("{a} {more} {b}", "{b} {less} {a}"),
        _words("more less", "is larger than|is smaller than", "is older than|is younger than",
               "earned more than|earned less than", "sold more tickets than|sold fewer tickets than",
               "is richer than|is poorer than", "grew faster than|grew more slowly than",
               "spent more than|spent less than", "is stronger than|is weaker than"),
    ),
    Form(
        "scores", "A", "state town",
        ("{a} beat {b} {high}-{low} {t}", "{b} lost {high}-{low} to {a} {t}", "{a} won against {b} {t}",
         "{b} were beaten {high}-{low} by {a} {t}", "{a} won {high}-{low} against {b} {t}", "{b} lost to {a} {t}"),
        evidence=("{a} beat {b} {high}-{low} {t}", "{b} lost {high}-{low} to {a} {t}",
                  "{a} won {high}-{low} against {b} {t}"),
    ),
    Form(
        "rise", "A", "town",
        ("{what} rose from {low} to {high} percent {t}", "{what} went up to {high} percent from {low} {t}",
         "{what}, {low} percent before, climbed to {high} percent {t}",
         "{t}, {what} increased from {low} to {high} percent"),
        _words("what", "unemployment", "the tax on wheat", "attendance", "inflation", "the fee", "the share of women"),
        against=("{what} fell from {high} to {low} percent {t}", "{what} went down to {low} percent from {high} {t}",
                 "{what}, {high} percent before, dropped to {low} percent {t}"),
    ),
    Form(
        "fall", "A", "town",
        ("{what} fell from {high} to {low} percent {t}", "{what} went down to {low} percent from {high} {t}",
         "{what}, {high} percent before, dropped to {low} percent {t}",
         "{t}, {what} declined from {high} to {low} percent"),
        _words("what", "unemployment", "the tax on wheat", "attendance", "inflation", "the fee", "the share of women"),
        against=("{what} rose from {low} to {high} percent {t}", "{what} went up to {high} percent from {low} {t}",
                 "{what}, {low} percent before, climbed to {high} percent {t}"),
    ),
    Form(
        "give to", "B", _PEOPLE,
        ("{a} {verb} {thing} to {b} {t}", "{a} {verb} {b} {thing} {t}", "{b} {converse} {thing} from {a} {t}",
         "{b} was {done} {thing} by {a} {t}"),
        _words("verb done converse thing", "sent|sent|received|a letter", "sold|sold|bought|two ships",
               "gave|given|got|the documents", "lent|lent|borrowed|old machines", "handed|handed|took|a painting",
               "paid|paid|got|40 million euros", "sent|sent|received|grain", "lent|lent|borrowed|9 billion dollars"),
        label="not_supported",
    ),
    Form(
        "before after", "B", _PEOPLE,
        ("{a} {verb} before {b} did", "{b} {verb} after {a} did", "before {b} {verb}, {a} {verb}",
         "after {a} {verb}, {b} {verb}", "first {a} {verb}, then {b} {verb}", "{a} {verb} earlier than {b}",
         "{b} {verb} later than {a}"),
        _words("verb", "arrived", "signed the deal", "resigned", "left", "joined the union", "opened", "spoke"),
    ),
    Form(
        "chosen over", "B", f"{_PEOPLE} town",
        ("{who} chose {a} over {b} {t}", "{who} preferred {a} to {b} {t}", "{who} picked {a}, not {b}, {t}",
         "{a} was chosen instead of {b} by {who} {t}", "{who} decided against {b} and for {a} {t}"),
        _words("who", "voters", "the jury", "the board", "most readers", "the committee", "investors"),
    ),
    Form(
        "bonds", "B", "person",
        ("{a} is {b}'s {one}", "{b} is {a}'s {other}", "{a} is the {one} of {b}", "the {other} of {a} is {b}"),
        _words("one other", "teacher|pupil", "employer|employee", "landlord|tenant", "boss|assistant", "doctor|patient",
               "lawyer|client", "host|guest", "lender|debtor", "attacker|victim"),
    ),
    Form(
        "whose", "B", "person", ("{a} is the {office} of Turin", "{b} is the {office} of Leeds"),
        _words("office", "mayor", "coach", "bishop", "owner of the zoo"),
        evidence=("{a} is the {office} of Turin, and {b} is the {office} of Leeds",
                  "{b} is the {office} of Leeds, while {a} is the {office} of Turin"),
        label="not_supported",
    ),
)  # fmt: skip
