"""What can be wrong with a row, in sentences that can be translated and repeat nothing of the file."""

from __future__ import annotations


def _(text: str) -> str:
    """Mark a text for translation; the site translates it where it is shown."""
    return text


NO_ORGANISATION = _("No organisation is named, so that nobody could be asked. Name it, or delete the row.")
NO_NAME = _("The structure has no name. Give it one, or delete the row.")
NO_PLACE = _("No place is named, so that the activity counts for no area. Add a p-code or a name.")
BAD_CODE = _("This is no p-code, such as SO1102, and was left out. Correct it.")
PLACE_BY_NAME = _("The place has a name but no code, and is kept by its name. Add the p-code.")
PLACE_ABOVE = _(
    "Of the place only the area that holds it has a code, and it counts for that area. Add the p-code."
)
BAD_DATE = _("This is no date that can be read, and was left unknown. Write it as YYYY-MM-DD.")
DAY_OR_MONTH = _(
    "Day and month cannot be told apart in this column, so that dates would be wrong. Write YYYY-MM-DD, or say "
    "which comes first."
)
DAY_AND_MONTH = _(
    "Some dates of this column begin with the day and others with the month. Write all as YYYY-MM-DD."
)
ENDS_FIRST = _("The end lies before the beginning. Correct one of the two dates.")
BAD_STATUS = _(
    "The status is not one that is known, and was left unknown. Write planned, ongoing, done or stopped."
)
BAD_TYPE = _(
    "The type of organisation is not one that is known, so that its sector stays unknown. Add it by hand."
)
NO_WHAT = _("What is done is not said. Name the sector or the activity.")
TWICE = _("Another row has the same id and says something else. Give each its own, or delete one.")
NOT_ONE_OF = _("This is none of the words that are known here. Use one of those in the template.")
REFUSED_CONSENT = _("It did not consent to be listed. Delete the row.")
BAD_LANGUAGE = _("A language is a code such as so, ar or en-KE. Correct it.")
BAD_KEY = _("An area is a key such as pcode:SO1102 or iso3:SOM. Correct it.")
UNKNOWN_END = _(
    "A tie names a structure that is not in the file of structures. Add it there, or correct the tie."
)
TO_ITSELF = _("A tie joins a structure to itself. A tie needs two.")
SHORT_ROW = _("The row has more cells than there are columns, so that cells may have slipped. Correct it.")
FORMULA = _(
    "A cell holds a formula whose result is not in the file. Save the values instead of the formulas."
)
OTHER_LETTERS = _(
    "The file is not UTF-8 and was read as Windows-1252. Look whether names are right, or save as UTF-8."
)
NO_IDENTIFIER = _("The activity has no iati-identifier, so that it could not be recognised again. Add it.")
NOBODY = _("Neither an implementing nor a reporting organisation is named. Add one.")
BAD_POINT = _("The point is no latitude and longitude, and was left out. Correct it.")
UNKNOWN_VOCABULARY = _("The place's code is of a list that is not known here, and was left out.")
UNKNOWN_COUNTRY = _("This is no ISO 3166 code of a country, and was left out. Correct it.")
BAD_ROLE = _("The role of a participating organisation is not 1, 2, 3 or 4, and was left out. Correct it.")
NO_REFERENCE = _(
    "A participating organisation has neither a reference nor a name, and was left out. Name it."
)
DESCRIPTION = _("A description stands where another name should, and was left out.")
NOT_A_STRUCTURE = _("The register marks this entry to be skipped, and it was left out.")
