"""Who speaks in an assessment, whose voice is missing, and the processes it can connect to."""
