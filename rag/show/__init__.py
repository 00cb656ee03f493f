"""An answer as text for the terminal, or as HTML."""
