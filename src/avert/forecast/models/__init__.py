"""Forecast models, a file each. See ``avert.forecast.registry`` for what a file offers."""
