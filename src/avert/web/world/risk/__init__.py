"""The risk of new mass killing: who ranks where, how good the models are, and what earlier forecasts were worth."""
