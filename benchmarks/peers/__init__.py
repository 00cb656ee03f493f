"""The race: OnRecord beside other ways to answer from articles, on the same articles, questions and machine.

`python -m benchmarks.peers --help`. Each peer is a module here, with two functions: `open_peer`, which is what a user
would write (its lines are counted), and `reply_of`, which turns what the peer returned into pieces of the articles. It
runs in a process of its own (`benchmarks.peers.worker`), if need be with another Python: the peers' modules, the worker
and `benchmarks.peers.reply` import nothing of OnRecord. What they replied is kept a line a question, so that a run that
was stopped goes on, and is scored afterwards (`benchmarks.peers.scoring`) with `rag.evaluation`'s own measures.
"""
