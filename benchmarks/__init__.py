"""What is measured besides answers: speed. Run from a checkout; no part of the installed program."""
