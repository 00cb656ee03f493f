"""How the reader in the package was trained, and how it is measured; see MODEL_CARD.md."""
