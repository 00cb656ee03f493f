"""All that is known about English, once: sentences, words, names, demonyms, numbers, negation, times."""
