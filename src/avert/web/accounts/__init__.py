"""Persons, the organisations they belong to, and logging in."""
