"""Public yardsticks: benchmarks of other people, measured by their own definition, beside the figures they published.

`python -m benchmarks.yardsticks NAME PATH`. Their data is not kept here: PATH is where it is at hand. Nothing is fitted
on it, so a test part is to be read once. `acl_verbatim` is of the reader and the choice of quotes, `faithbench` and
`aggrefact` of the judge of meaning (`rag.verdict.judge_claims`).
"""
