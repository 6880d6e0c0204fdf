"""The book of first responders: incidents, meetings, and the questions they ask themselves."""
