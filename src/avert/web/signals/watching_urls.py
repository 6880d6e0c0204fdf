"""Addresses of what raises signals by itself: feeds, watched dates, rules."""

from __future__ import annotations

from django.urls import URLPattern, path

from avert.web.records.routes import remove_route, share_routes
from avert.web.signals.feeds import pages as feed_pages
from avert.web.signals.feeds import views as feeds
from avert.web.signals.rules import pages as rule_pages
from avert.web.signals.rules import views as rules
from avert.web.signals.watch import pages as watch_pages
from avert.web.signals.watch import views as watch

urlpatterns: list[URLPattern] = [
    *share_routes("signals.feed", feed_pages.pages_of, under="feeds/", name="feed"),
    remove_route("signals.feed", feed_pages.pages_of, under="feeds/", name="feed"),
    path("feeds/", feeds.feeds, name="feeds"),
    path("feeds/new/", feeds.new, name="new-feed"),
    path("feeds/cap/", feeds.cap, name="cap"),
    path("feeds/<uuid:record_id>/", feeds.feed, name="feed"),
    path("feeds/<uuid:record_id>/edit/", feeds.edit, name="edit-feed"),
    *share_routes("signals.watch", watch_pages.pages_of, under="watch/", name="watch"),
    remove_route("signals.watch", watch_pages.pages_of, under="watch/", name="watch"),
    path("watch/", watch.watches, name="watches"),
    path("watch/new/", watch.new, name="new-watch"),
    path("watch/import/", watch.take_over, name="import-watches"),
    path("watch/dates.ics", watch.calendar, name="calendar"),
    path("watch/<uuid:record_id>/", watch.watch, name="watch"),
    path("watch/<uuid:record_id>/edit/", watch.edit, name="edit-watch"),
    *share_routes("signals.rule", rule_pages.pages_of, under="rules/", name="rule"),
    remove_route("signals.rule", rule_pages.pages_of, under="rules/", name="rule"),
    path("rules/", rules.rules, name="rules"),
    path("rules/new/", rules.new, name="new-rule"),
    path("rules/<uuid:record_id>/", rules.rule, name="rule"),
    path("rules/<uuid:record_id>/edit/", rules.edit, name="edit-rule"),
]
