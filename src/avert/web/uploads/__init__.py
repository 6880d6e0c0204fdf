"""Files that people hand in: told apart by content, scrubbed of what they say unseen, and sent back only to be kept.

    clean = clean_upload(data, name="DSC_0412.jpg")   # RefusedFileError says in one sentence what to do instead
    return download_response(clean)

What is in the cells of a table stays as it was written: a formula is disarmed where a table is exported, because only
there is it known which program will open it.
"""

from __future__ import annotations

from avert.web.uploads.apart import clean_upload
from avert.web.uploads.files import NOTES, CleanFile
from avert.web.uploads.serving import Downloadable, download_response

__all__ = ["NOTES", "CleanFile", "Downloadable", "clean_upload", "download_response"]
