"""Settings: the environment wins over ``AVERT_HOME/avert.toml``, which wins over the defaults."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from avert.errors import ConfigError, some

FILE_NAME = "avert.toml"
_DEFAULTS: dict[str, Any] = {"workers": 1}


@dataclass(frozen=True)
class Config:
    """What a deployment has decided."""

    home: Path
    """Folder that holds the store, the site's database and ``avert.toml``."""
    workers: int = 1
    """Processes that long computations may use."""

    @property
    def store(self) -> Path:
        """Folder of the data store."""
        return self.home / "store"


def load_config(environ: Mapping[str, str] = os.environ) -> Config:
    """Read the settings. ``AVERT_HOME`` chooses the folder, ``AVERT_WORKERS`` overrides ``workers``.

    Raises ConfigError when the file is not TOML, names an unknown setting or gives an unusable value.
    """
    home = _home(environ)
    settings = _DEFAULTS | _file_settings(home / FILE_NAME)
    if "AVERT_WORKERS" in environ:
        settings["workers"] = environ["AVERT_WORKERS"]
    return Config(home=home, workers=_workers(settings["workers"]))


def _home(environ: Mapping[str, str]) -> Path:
    if chosen := environ.get("AVERT_HOME"):
        return Path(chosen).expanduser().absolute()
    from platformdirs import user_data_path

    return user_data_path("avert")


def _file_settings(path: Path) -> dict[str, Any]:
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{FILE_NAME} is not valid TOML ({error}). Correct it, or move it away.") from None
    if unknown := sorted(settings.keys() - _DEFAULTS.keys()):
        known = ", ".join(_DEFAULTS)
        raise ConfigError(f"{FILE_NAME} has unknown settings: {some(unknown)}. Known settings: {known}.")
    return settings


def _workers(value: Any) -> int:
    try:
        workers = int(value)
    except (TypeError, ValueError):
        workers = 0
    if workers < 1:
        raise ConfigError(f"workers is {value!r}; it must be a whole number of at least 1.")
    return workers
