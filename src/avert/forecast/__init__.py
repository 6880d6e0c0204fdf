"""Forecasts of deaths from organised violence: read, made and judged."""
