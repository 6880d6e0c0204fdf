"""From signals to warnings, and from warnings to answers: what is thought, apart from what is stored."""
