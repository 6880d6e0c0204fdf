"""One folder per alert channel, each with a ``transport.py``. Nothing else of the site speaks to other machines."""
