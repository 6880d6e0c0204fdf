"""The frame every page stands in: templates, components, navigation, preferences."""
