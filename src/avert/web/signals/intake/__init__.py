"""Taking reports in: by text message, e-mail, program and file. Nothing is lost, doubled, or said of who sent it."""
