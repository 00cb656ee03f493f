"""Which sentences answer, and does any? Two networks, features, one calibrated sum of them."""
