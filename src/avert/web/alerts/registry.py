"""Which channels there are, and which of them this deployment has opened."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from avert.errors import ConfigError, InputError, some
from avert.handling import Marking
from avert.web.alerts.channel import Channel, ChannelSettings
from avert.web.secret_key import refuse_if_others_can_read

SECRETS = "alert-secrets.toml"
COMMON = ("is_on", "marking")


def channels() -> Mapping[str, Channel]:
    """Return every channel by name, open or not."""
    return _channels(tuple(settings.AVERT_ALERT_CHANNELS))


def settings_of(channel: Channel) -> ChannelSettings:
    """Return what the deployment says of a channel; one that it does not name is off.

    Raises ConfigError when it says something unusable: above all, a marking higher than the channel may carry.
    """
    said = dict(settings.CONFIG.alert_channels.get(channel.name, {}))
    is_on, label = said.pop("is_on", False), said.pop("marking", None)
    _check(channel, said, is_on)
    return ChannelSettings(is_on is True, _marking(channel, label), said, _secrets().get(channel.name, {}))


def open_channels() -> Mapping[str, ChannelSettings]:
    """Return the settings of the channels that are open and rightly set up."""
    found = {}
    for name, channel in channels().items():
        try:
            said = settings_of(channel)
        except InputError:
            continue  # the page of the channels says what is wrong
        if said.is_on:
            found[name] = said
    return found


@lru_cache
def _channels(paths: tuple[str, ...]) -> Mapping[str, Channel]:
    return {channel.name: channel for channel in map(import_string, paths)}


def _check(channel: Channel, said: Mapping[str, Any], is_on: object) -> None:
    table = f"[alert_channels.{channel.name}]"
    if not isinstance(is_on, bool):
        raise ConfigError(f"{table}: is_on is neither true nor false.")
    known = (*channel.needs, *channel.takes)
    if unknown := sorted(said.keys() - set(known)):
        raise ConfigError(
            f"{table} has unknown settings: {some(unknown)}. It takes: {', '.join((*COMMON, *known))}."
        )
    if is_on and (missing := [name for name in channel.needs if not said.get(name)]):
        raise ConfigError(f"{table} lacks {', '.join(missing)}, so nothing could be sent. Add it.")


def _marking(channel: Channel, label: Any) -> Marking:
    chosen = channel.most if label is None else Marking.parse(str(label))
    if chosen > channel.most:
        raise ConfigError(
            f"[alert_channels.{channel.name}]: this channel carries at most {channel.most}. Lower the marking."
        )
    return chosen


def _secrets() -> Mapping[str, Mapping[str, Any]]:
    """Read them anew each time, so that a key can be changed while the site runs."""
    path: Path = settings.CONFIG.home / SECRETS
    if not path.exists():
        return {}
    refuse_if_others_can_read(path, "send alerts in the name of this deployment")
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise ConfigError(f"{SECRETS} is not valid TOML. Correct it; no channel can log in.") from None
    if not all(isinstance(each, dict) for each in found.values()):
        raise ConfigError(
            f"{SECRETS} holds a value outside a table. Write it below [email] or another channel."
        )
    return found
