"""``avert data``: add files, see what is loaded, how fresh it is, and how to cite it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from avert import periods
from avert.cli.output import format_option, now, say, show
from avert.config import load_config
from avert.errors import InputError, some

if TYPE_CHECKING:
    from avert.execution import Progress
    from avert.sources.adding import Added
    from avert.sources.store import Store

_MEGABYTES_BETWEEN_LINES = 50


@click.group()
def data() -> None:
    """Add data files, see what is loaded, and cite it."""


@data.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--release", help="The publisher's release of files that do not state it, such as 23.1.")
@format_option
def add(paths: tuple[Path, ...], release: str | None, form: str) -> None:
    """Add files, and all recognised files below folders.

    Files are recognised by what is in them. What is not recognised is listed with the reason; in a folder
    that is no error, for a file that was named it is.
    """
    _add(paths, release, form)


def _add(paths: tuple[Path, ...], release: str | None, form: str) -> None:
    import polars as pl

    from avert.sources.store import Store

    store = Store(load_config().store)
    outcomes = take_in(store, paths, release)
    failed = failures(outcomes, paths)
    shown = [outcome for outcome in outcomes if len(outcomes) > 1 or outcome not in failed]
    if shown:
        show(pl.DataFrame([vars(o) for o in shown], infer_schema_length=None), form)
    if any(outcome.outcome == "added" for outcome in outcomes):
        recompute(store)
    require_all(outcomes, failed)


def take_in(store: Store, paths: tuple[Path, ...], release: str | None) -> list[Added]:
    """Add files and all files below folders, and return what became of each."""
    from avert.execution import Progress
    from avert.sources.adding import add_files, files_below

    files = files_below(paths)
    with Progress("Adding files", len(files)) as progress:
        return add_files(store, files, release=release, now=now(), advance=progress.advance)


def failures(outcomes: list[Added], paths: tuple[Path, ...]) -> list[Added]:
    """Return what was refused, and what was named and not recognised; in a folder that is no error."""
    named = {path.name for path in paths if path.is_file()}
    return [o for o in outcomes if o.outcome == "refused" or (o.note and not o.dataset and o.file in named)]


def require_all(outcomes: list[Added], failed: list[Added]) -> None:
    """Raise InputError that names the files that could not be used."""
    if failed and len(outcomes) == 1:
        raise InputError(failed[0].note)
    if failed:
        raise InputError(
            f"{len(failed)} of {len(outcomes)} files could not be used: {some(o.file for o in failed)}."
        )


def recompute(store: Store) -> None:
    """Bring results, and so all pages, up to what is loaded now."""
    from avert.brief import issue_all
    from avert.brief.issuing import STEPS
    from avert.execution import Progress

    with Progress("Computing results", STEPS) as progress:
        issued = issue_all(store, now=now(), workers=load_config().workers, advance=progress.advance)
    if issued:
        say(f"Results are up to date: {some(f'{i.result.kind} {i.result.origin}' for i in issued)}.")


@data.command()
@click.argument("name", required=False)
@click.option("--release", help="The publisher's release, such as 25.1; the newest known if left out.")
@click.option("--from", "address", help="Another address for the file, such as a mirror's or a newer one.")
@click.option("--to", "folder", type=click.Path(path_type=Path), help="Where to keep the file.")
@format_option
def fetch(name: str | None, release: str | None, address: str | None, folder: Path | None, form: str) -> None:
    """Get a source's file from its publisher and add it; without a name, list what can be got and where.

    A download that is cut off goes on where it stopped when the command is run again.
    """
    if name is None:
        _show_offers(form)
        return
    from avert.sources.addresses import download_of, offer_of
    from avert.sources.fetching import fetch as fetch_file

    offer = offer_of(name)
    download = download_of(name, release=release, address=address, today=now().date())
    if address is None and offer.caveat:
        say(offer.caveat)
    folder = folder or load_config().home / "downloads" / name
    with _Megabytes(f"Fetching {download.name}") as progress:
        fetched = fetch_file(
            download, folder, page=offer.page, may_be_plain=address is not None, advance=progress.show
        )
    say(f"{fetched.path}: {fetched.bytes:,} bytes, SHA-256 {fetched.sha256}.")
    if not fetched.is_length_known:
        say("The server did not say how long the file is, so that nobody can tell whether it is whole.")
    _add((fetched.path,), download.release, form)


class _Megabytes:
    """Say on standard error how much has come."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._progress: Progress | None = None
        self._shown = 0

    def __enter__(self) -> _Megabytes:
        return self

    def __exit__(self, *_: object) -> None:
        if self._progress is not None:
            self._progress.__exit__()

    def show(self, done: int, total: int | None) -> None:
        from avert.execution import Progress as Counter

        megabytes = done // 1_000_000
        if total is None:
            if megabytes >= self._shown + _MEGABYTES_BETWEEN_LINES:
                say(f"{self._label}: {megabytes} MB, of nobody says how many")
                self._shown = megabytes
            return
        if self._progress is None:
            self._progress = Counter(f"{self._label}, MB", total // 1_000_000)
        if megabytes > self._shown:
            self._progress.advance(megabytes - self._shown)
            self._shown = megabytes


def _show_offers(form: str) -> None:
    import polars as pl

    from avert.sources.addresses import offer_of
    from avert.sources.registry import SOURCES

    rows = []
    for source in SOURCES:
        offer = offer_of(source)
        release = "" if offer.by_hand else offer.release or "newest"
        known = offer.known.isoformat() if offer.known else ""
        how = f"by hand: {offer.by_hand}" if offer.by_hand else offer.caveat
        rows.append((source, release, known, offer.page, how))
    names = ["dataset", "release", "address_known", "page", "note"]
    show(pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row"), form)


@data.command("list")
@click.option("--as-of", help="Only what was known by then: a year, month or day.")
@format_option
def list_(as_of: str | None, form: str) -> None:
    """List every loaded file with its release, vintage and coverage."""
    import polars as pl

    from avert.sources.store import Store

    store = Store(load_config().store)
    versions = store.versions(as_of=periods.last_day(as_of) if as_of else None)
    schema = ["dataset", "release", "is_inferred", "vintage", "coverage", "rows", "file", "added_at"]
    rows = [
        (
            v.source.dataset, v.source.release, v.source.is_inferred, v.source.vintage, str(v.coverage),
            v.rows, v.origin_name, v.added_at.replace(microsecond=0),
        )
        for v in versions
    ]  # fmt: skip
    if not rows:
        say("Nothing is loaded. Add files with: avert data add PATH")
    show(pl.DataFrame(rows, schema=schema, orient="row"), form)


@data.command()
@format_option
def status(form: str) -> None:
    """Show for each dataset how fresh it is: what it covers, and how old its newest release is."""
    import polars as pl

    from avert.sources.registry import SOURCES
    from avert.sources.store import Store

    store = Store(load_config().store)
    rows = []
    for dataset in SOURCES:
        versions = store.versions(dataset)
        newest = versions[-1] if versions else None
        rows.append(
            {
                "dataset": dataset,
                "files": len(versions),
                "newest_release": newest and newest.source.release,
                "vintage": newest and newest.source.vintage,
                "covers_to": _last_month([v.coverage.last_month for v in versions]),
                "vintage_age_days": newest and (now().date() - newest.source.vintage).days,
            }
        )
    types = {
        "newest_release": pl.String,
        "vintage": pl.Date,
        "covers_to": pl.String,
        "vintage_age_days": pl.Int64,
    }
    show(pl.DataFrame(rows, schema_overrides=types), form)
    if problems := store.verify():
        from avert.errors import CheckFailedError

        raise CheckFailedError(f"The store is damaged: {some(problems)}. Add those files again.")


def _last_month(months: list[int]) -> str | None:
    return periods.month_text(max(months)) if months else None


@data.command()
@format_option
def cite(form: str) -> None:
    """Print how to cite what is loaded, with licences."""
    import polars as pl

    from avert.sources.store import Store

    sources = sorted({version.source for version in Store(load_config().store).versions()})
    fields = ["dataset", "release", "vintage", "licence", "publisher", "citation", "url"]
    if form != "table":
        show(
            pl.DataFrame([{f: getattr(s, f) for f in fields} for s in sources]).unique(maintain_order=True),
            form,
        )
        return
    releases: dict[str, list[str]] = {}
    for source in sources:
        releases.setdefault(source.dataset, []).append(source.release)
    for source in {source.dataset: source for source in sources}.values():
        listed = ", ".join(dict.fromkeys(releases[source.dataset]))
        click.echo(f"{source.title}, release {listed}. {source.citation}")
        click.echo(f"  Licence: {source.licence}. {source.url}\n")
    say(f"Read on {now().date().isoformat()}." if sources else "Nothing is loaded.")
