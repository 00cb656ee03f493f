"""What is written: the prompt, the draft, the quotes in its place."""
