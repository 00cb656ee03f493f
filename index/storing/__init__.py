"""SQLite: articles and their states, keyword index, spelling, the files they came from, near duplicates."""
