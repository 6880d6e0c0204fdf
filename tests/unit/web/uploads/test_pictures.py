from __future__ import annotations

import io
import time

import pytest
from PIL import Image, ImageChops
from tests.handed_in import CANARY, archive, huge_png, picture

from avert.errors import RefusedFileError
from avert.web.uploads.cleaning import clean

FORMS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}


@pytest.mark.parametrize("form", FORMS)
def test_a_picture_loses_its_place_its_camera_and_every_comment(form: str) -> None:
    given = picture(form)
    assert CANARY.encode() in given
    done = clean(given, "IMG.tiff")
    assert CANARY.encode() not in done.content
    assert b"Exif" not in done.content
    assert b"xmp" not in done.content.lower()
    assert done.media_type == FORMS[form]
    with Image.open(io.BytesIO(done.content)) as opened:
        assert not opened.getexif()
        assert set(opened.info) <= {
            "jfif",
            "jfif_version",
            "jfif_unit",
            "jfif_density",
            "loop",
            "background",
            "timestamp",
            "duration",
        }


@pytest.mark.parametrize("form", FORMS)
def test_a_picture_is_turned_the_right_way_up(form: str) -> None:
    with Image.open(io.BytesIO(clean(picture(form, (60, 40)), "x").content)) as opened:
        assert opened.size == (40, 60)


@pytest.mark.parametrize("form", FORMS)
def test_a_cleaned_picture_stays_as_it_is(form: str) -> None:
    once = clean(picture(form), "x")
    twice = clean(once.content, "x")
    one, other = (Image.open(io.BytesIO(done.content)).convert("RGB") for done in (once, twice))
    furthest = max(high for _low, high in ImageChops.difference(one, other).getextrema())
    assert furthest <= (0 if form == "PNG" else 8)


def test_what_is_seen_through_stays_so() -> None:
    written = io.BytesIO()
    Image.new("RGBA", (4, 4), (200, 10, 10, 40)).save(written, "PNG")
    with Image.open(io.BytesIO(clean(written.getvalue(), "x").content)) as opened:
        assert opened.getpixel((1, 1)) == (200, 10, 10, 40)


def test_a_picture_that_would_fill_the_memory_is_refused_at_once() -> None:
    begun = time.monotonic()
    for size in ((30_000, 30_000), (10_000, 9_500), (7_000, 7_000)):
        with pytest.raises(RefusedFileError, match="40 million pixels"):
            clean(huge_png(*size), "x.png")
    assert time.monotonic() - begun < 1


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "other",
    [
        archive(a=b"program"),
        b"<script>alert(1)</script>",
        b"%PDF-1.4 x %%EOF",
        b"<?php echo 1;",
        b"#!/bin/sh",
    ],
)
def test_a_picture_with_another_file_behind_it_is_refused(form: str, other: bytes) -> None:
    with pytest.raises(RefusedFileError, match="Another file is hidden"):
        clean(picture(form) + other, "x")


def test_what_a_telephone_leaves_behind_a_picture_is_left_out() -> None:
    tail = picture("JPEG", (8, 8)) + b"SEFT" + CANARY.encode()
    assert CANARY.encode() not in clean(picture("JPEG") + tail, "x").content


def test_a_picture_that_moves_is_refused() -> None:
    written = io.BytesIO()
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "green")]
    frames[0].save(written, "WEBP", save_all=True, append_images=frames[1:])
    with pytest.raises(RefusedFileError, match="moves"):
        clean(written.getvalue(), "x.webp")


@pytest.mark.parametrize("form", FORMS)
def test_a_picture_that_is_cut_off_is_refused(form: str) -> None:
    with pytest.raises(RefusedFileError, match="damaged"):
        clean(picture(form)[:-200], "x")
