"""Language models: what a name stands for, connections of our own, words within bounds of time and size."""
