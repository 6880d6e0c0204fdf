"""The audit as people read it: who has seen and done what, as far as each of them may know."""
