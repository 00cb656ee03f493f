"""The words that questions are asked with, as parts of patterns."""

AUXILIARY = "do|does|did|is|are|was|were|has|have|had|can|could|will|would|should|shall|must|may|might"
QUESTION_WORD = "who|whom|whose|what|which|when|where|why|how"
DEGREE = "much|far|tall|high|large|big|deep|wide|fast|heavy"  # "how high"
MEASURE = (  # "what is the height"
    "number|amount|total|percentage|percent|share|rate|population|length|height|width|depth|size|area|elevation|"
    "distance|capacity|density|weight|age|speed|score|price|cost|salary|budget|revenue|toll"
)
