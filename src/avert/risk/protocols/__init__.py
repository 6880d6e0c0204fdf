"""How models are tested on years they have not seen: fixed rows, fixed outcomes, fixed scores."""
