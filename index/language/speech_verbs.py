"""Verbs by which words are said to be somebody's: "said", "insisted", "denounced it as"."""

SAYS = (
    r"said|says|say|saying|told|tells|telling|adds?|added|adding|asks?|asked|repl(?:y|ies|ied)|answered|writes?|wrote"
    r"|writing|continued|explain(?:s|ed)|insist(?:s|ed)|recall(?:s|ed)|not(?:es|ed)|argu(?:es?|ed|ing)|warn(?:s|ed|ing)"
    r"|joked|admit(?:s|ted)|states?|stated|stating|announce[sd]?|declare[sd]?|claim(?:s|ed|ing)?|call(?:s|ed|ing)(?!\s+(?:on|for|off|up)\b)"
    "|describ(?:es?|ed|ing)|remark(?:s|ed)|observe[sd]|comment(?:s|ed)|conclude[sd]?|confirm(?:s|ed)|denie[sd]"
    "|acknowledge[sd]?|stress(?:es|ed)|emphasi[sz]e[sd]?|reiterate[sd]?|suggest(?:s|ed)|tweeted|posted|testified"
    "|complain(?:s|ed)|concede[sd]?|caution(?:s|ed)|urge[sd]?|vow(?:s|ed)|promise[sd]?|predict(?:s|ed)|quipped"
    "|repeat(?:s|ed)|report(?:s|ed)|related|reads?|share[sd]|respond(?:s|ed)|shout(?:s|ed)|chant(?:s|ed)|recount(?:s|ed)"
    "|lament(?:s|ed)|boast(?:s|ed)|exclaim(?:s|ed)|counter(?:s|ed)|muse[sd]|denounc(?:es?|ed|ing)|condemn(?:s|ed|ing)"
    "|prais(?:es?|ed|ing)|brand(?:s|ed|ing)|label(?:s|l?ed|l?ing)|spoke|speaks|speaking"
)
NEVER_INVERTED = (  # who stands behind them does not speak, but is spoken of, or to: "praised Lee", "telling Lee"
    r"\w+ing|tells?|told|denounc(?:es?|ed)|condemn(?:s|ed)|prais(?:es?|ed)|brand(?:s|ed)|label(?:s|l?ed)|spoke|speaks"
)
