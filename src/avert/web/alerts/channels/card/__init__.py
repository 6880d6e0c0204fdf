"""Printed cards and phone trees."""
