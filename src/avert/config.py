"""Settings: the environment wins over ``AVERT_HOME/avert.toml``, which wins over the defaults.

A setting ``allowed_hosts`` is ``AVERT_ALLOWED_HOSTS`` in the environment, where lists are separated by commas.
"""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from avert.errors import ConfigError, some

FILE_NAME = "avert.toml"
LOCAL_HOSTS = ("127.0.0.1", "localhost", "[::1]")
SECOND_FACTOR_ROLES = ("administrator", "lead", "analyst", "reader", "everyone")
_SWITCH = {"": False, "0": False, "false": False, "no": False, "1": True, "true": True, "yes": True}


@dataclass(frozen=True)
class Config:
    """What a deployment has decided. Whatever opens the site further is off unless it is said."""

    home: Path
    """Folder that holds the store, the site's database and ``avert.toml``."""
    workers: int = 1
    """Processes that long computations may use."""
    database_url: str = ""
    """PostgreSQL address of the site's database; empty is SQLite in ``home``."""
    allowed_hosts: tuple[str, ...] = LOCAL_HOSTS
    """Names under which the site answers."""
    https: bool = False
    """The site is reached by https, through a proxy that says so."""
    public_reference: bool = False
    """Strangers may read reference pages: public data and results computed from them."""
    second_factor: tuple[str, ...] | None = None
    """Who must log in with a second step: any of administrator, lead, analyst, reader, everyone.

    Unset, administrators and leads where the site is reached by https; on a start on one's own machine nobody, because
    whoever is at it already holds the database, and trying Avert out should not need a telephone. Empty, nobody.
    """
    feed_hosts: tuple[str, ...] = ()
    """Hosts that feeds may be read from although they lie in a private network, such as a gateway of one's own."""
    referral_text: str = ""
    """What the form for reports adds on where survivors of sexual violence find help here: names, telephone numbers."""
    receipts: Mapping[str, str] = field(default_factory=dict, hash=False)
    """What whoever reports by text message is answered at once, by language; unset, as it comes with Avert."""
    alert_channels: Mapping[str, Mapping[str, Any]] = field(default_factory=dict, hash=False)
    """What each alert channel is set to, by its name. A channel that is not named is off; secrets are kept apart."""
    development: bool = False
    """Shows what only those who build the site need."""

    @property
    def store(self) -> Path:
        """Folder of the data store."""
        return self.home / "store"

    @property
    def roles_with_second_factor(self) -> tuple[str, ...]:
        """The words of ``second_factor``, or what holds where nothing was decided."""
        unset = ("administrator", "lead") if self.https else ()
        return unset if self.second_factor is None else self.second_factor


def load_config(environ: Mapping[str, str] = os.environ) -> Config:
    """Read the settings of the deployment whose folder is ``AVERT_HOME``.

    Raises ConfigError when the file is not TOML, names an unknown setting or gives an unusable value.
    """
    home = _home(environ)
    settings = _file_settings(home / FILE_NAME) | _environment_settings(environ)
    return Config(home=home, **{name: _READ[name](name, value) for name, value in settings.items()})


def _home(environ: Mapping[str, str]) -> Path:
    if chosen := environ.get("AVERT_HOME"):
        return Path(chosen).expanduser().absolute()
    from platformdirs import user_data_path

    return user_data_path("avert", appauthor=False)


def _file_settings(path: Path) -> dict[str, Any]:
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{FILE_NAME} is not valid TOML ({error}). Correct it, or move it away.") from None
    if unknown := sorted(settings.keys() - _READ.keys()):
        raise ConfigError(
            f"{FILE_NAME} has unknown settings: {some(unknown)}. Known settings: {', '.join(_READ)}."
        )
    return settings


def _environment_settings(environ: Mapping[str, str]) -> dict[str, str]:
    names = {name: f"AVERT_{name.upper()}" for name in _READ}
    return {name: environ[variable] for name, variable in names.items() if variable in environ}


def _count(name: str, value: Any) -> int:
    try:
        count = int(value)
    except (TypeError, ValueError):
        count = 0
    if count < 1:
        raise ConfigError(f"{name} is {value!r}; it must be a whole number of at least 1.")
    return count


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise ConfigError(f"{name} is {value!r}; it must be text.")
    return value


def _names(name: str, value: Any) -> tuple[str, ...]:
    return _words(name, value) or LOCAL_HOSTS


def _words(_name: str, value: Any) -> tuple[str, ...]:
    given = value.split(",") if isinstance(value, str) else value
    return tuple(text.strip() for text in given if text.strip())


def _roles(name: str, value: Any) -> tuple[str, ...]:
    given = value.split(",") if isinstance(value, str) else value
    words = tuple(str(word).strip() for word in given if str(word).strip())
    if unknown := sorted(set(words) - set(SECOND_FACTOR_ROLES)):
        raise ConfigError(
            f"{name} names {some(unknown)}, which is no role. Choose from: {', '.join(SECOND_FACTOR_ROLES)}."
        )
    return words


def _texts(name: str, value: Any) -> dict[str, str]:
    try:
        given = json.loads(value) if isinstance(value, str) else value
    except ValueError:
        given = None
    if not isinstance(given, dict) or not all(
        isinstance(text, str) and text.strip() for text in given.values()
    ):
        raise ConfigError(
            f'{name} must name a text for each language, in the file such as [{name}] en = "…", '
            "in the environment as JSON."
        )
    return {str(language): " ".join(text.split()) for language, text in given.items()}


def _switch(name: str, value: Any) -> bool:
    said = str(value).strip().lower()
    if said not in _SWITCH:
        raise ConfigError(f"{name} is {value!r}, which is neither yes nor no. Write true or false.")
    return _SWITCH[said]


def _tables(name: str, value: Any) -> Mapping[str, Mapping[str, Any]]:
    if not isinstance(value, dict) or not all(isinstance(each, dict) for each in value.values()):
        raise ConfigError(f"{name} is not a table per channel. Write [{name}.email] in {FILE_NAME}.")
    return value


_READ: Mapping[str, Callable[[str, Any], Any]] = {
    "workers": _count,
    "database_url": _text,
    "allowed_hosts": _names,
    "https": _switch,
    "public_reference": _switch,
    "second_factor": _roles,
    "feed_hosts": _words,
    "referral_text": _text,
    "receipts": _texts,
    "alert_channels": _tables,
    "development": _switch,
}
