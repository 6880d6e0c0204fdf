from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from tests.feed_server import FeedServer, atom, bomb, feed_server, item, rss
from tests.people import client_of
from tests.watching import AUDIENCE, NOW, KilledError, a_feed, killed_after, run, signals, texts

from avert.handling import Marking
from avert.web.accounts.models import Organisation, Person, Role
from avert.web.audit.models import AuditEntry
from avert.web.jobs.models import Job, State
from avert.web.records.audiences import sharing_of
from avert.web.records.sharing import Sharing
from avert.web.records.writing import rows_of
from avert.web.signals.feeds import reading
from avert.web.signals.feeds.read_feeds import read_feeds_when_due
from avert.web.signals.models import Feed, FeedReading, TakenIn
from avert.web.signals.vocabulary import About, Trouble, Way

RECENT = "Fri, 01 Mar 2024 10:00:00 +0300"
LATER = NOW + dt.timedelta(minutes=15)


@pytest.fixture
def server(settings: Any) -> Iterator[FeedServer]:
    settings.CONFIG = replace(settings.CONFIG, feed_hosts=("127.0.0.1",))
    with feed_server() as site:
        yield site


def read(at: dt.datetime = NOW) -> Job:
    return run(read_feeds_when_due(now=at), at=at)


def test_each_new_entry_is_one_signal_however_often_the_feed_is_read(
    server: FeedServer, committee: Organisation, ministry: Organisation, analyst: Person
) -> None:
    items = [
        item(
            "a", "Market burnt", text="&lt;b&gt;Two&lt;/b&gt; stalls", link="https://r.example/a", date=RECENT
        )
    ]
    address = server.put("/feed", rss(*items))
    sharing = Sharing(organisations=frozenset({ministry.pk}))
    feed = a_feed(
        committee,
        analyst,
        address,
        place="gw:501",
        marking=Marking.AMBER,
        sharing=sharing,
        about=About.RUMOUR,
    )
    assert read().state == State.DONE
    (signal,) = signals()
    assert signal.text == "Market burnt\n\nTwo stalls\n\nhttps://r.example/a"
    assert (signal.way, signal.about, signal.grade, signal.origin) == (Way.FEED, About.RUMOUR, "F6", "Radio")
    assert (signal.place, signal.marking, signal.owner_id) == ("gw:501", Marking.AMBER, committee.pk)
    assert sharing_of(signal.audience_id) == sharing
    assert signal.created_by_id == analyst.pk
    assert signal.happened_at == dt.datetime(2024, 3, 1, 7, tzinfo=dt.UTC)
    assert AuditEntry.objects.get(action="create", object_id=str(signal.pk)).actor_kind == "site"
    server.put("/feed", rss(item("b", "Road closed", date=RECENT), *items))
    read(LATER)
    assert [each.text for each in signals()] == [signal.text, "Road closed"]
    assert rows_of(Feed).get().row_version == feed.row_version, "reading is no change of the feed"


def test_a_feed_is_read_every_quarter_of_an_hour_and_asked_only_for_what_is_new(
    server: FeedServer, committee: Organisation, analyst: Person
) -> None:
    assert read_feeds_when_due(now=NOW) is None
    a_feed(committee, analyst, server.put("/feed", rss(), headers={"ETag": '"1"'}))
    read()
    assert read_feeds_when_due(now=NOW + dt.timedelta(minutes=14)) is None
    read(LATER)
    assert [headers.get("if-none-match") for _path, headers in server.asked] == [None, '"1"']
    assert FeedReading.objects.get().read_at == LATER


def test_words_choose_in_any_script(server: FeedServer, committee: Organisation, analyst: Person) -> None:
    items = [
        item("1", "Attaque à BOUAKÉ", date=RECENT),
        item("2", "وقعت اشتباكات في الأُمّـة", date=RECENT),
        item("3", "လူများ ထွက်ပြေး", date=RECENT),
        item("4", "Football", date=RECENT),
    ]
    a_feed(committee, analyst, server.put("/feed", rss(*items)), words="bouake, الامة, ထွက်ပြေး")
    read()
    assert len(texts()) == 3
    assert "Football" not in " ".join(texts())


def test_nobody_is_flooded(server: FeedServer, committee: Organisation, analyst: Person) -> None:
    old = item("old", "Long ago", date="Thu, 01 Feb 2024 10:00:00 GMT")
    undated = item("undated", "Since when?")
    many = [item(f"n{number}", f"Entry {number}", date=RECENT) for number in range(60)]
    feed = a_feed(committee, analyst, server.put("/feed", rss(old, undated, *many), headers={"ETag": '"1"'}))
    read()
    assert len(signals()) == 50
    assert FeedReading.objects.get().left_out == 10
    assert "10 entries wait" in client_of(analyst).get(f"/signals/feeds/{feed.pk}/").content.decode()
    server.put("/feed", rss(item("news", "Undated news"), old, undated, *many), headers={"ETag": '"1"'})
    read(LATER)
    assert len(signals()) == 61, "the ten, and what came without a date after the first reading"
    assert not {"Long ago", "Since when?"} & set(texts())
    assert FeedReading.objects.get().left_out == 0


def test_the_same_article_in_two_feeds_is_one_signal_and_equal_numbers_are_not(
    server: FeedServer, committee: Organisation, analyst: Person
) -> None:
    for path, title in (("/one", "One"), ("/two", "Two")):
        page = rss(item("https://r.example/x", "Same", date=RECENT), item("7", title, date=RECENT))
        a_feed(committee, analyst, server.put(path, page))
    read()
    assert texts() == ["One", "Same", "Two"]


def test_atom_and_rdf_are_read_and_markup_hides_nothing(
    server: FeedServer, committee: Organisation, analyst: Person
) -> None:
    entry = (
        "<entry><id>tag:1</id><title type='html'>&lt;i&gt;Leaflets&lt;/i&gt;</title>"
        "<updated>2024-03-01T09:00:00Z</updated><link href='https://p.example/1'/><content type='xhtml'>"
        "<div xmlns='http://www.w3.org/1999/xhtml'>At <b>night</b><script>steal()</script></div></content></entry>"
    )
    rdf = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><item><title>Shots</title><link>https://q.example/2</link>'
        "<dc:date>2024-03-01T08:00:00+00:00</dc:date></item></rdf:RDF>"
    )
    a_feed(committee, analyst, server.put("/atom", atom(entry)))
    a_feed(committee, analyst, server.put("/rdf", rdf))
    read()
    assert texts() == ["Leaflets\n\nAt night\n\nhttps://p.example/1", "Shots\n\nhttps://q.example/2"]


HOSTILE = {
    "no feed": b"<html><body>Log in</body></html>",
    "nothing": b"",
    "noise": bytes(range(256)) * 100,
    "entities": b'<!DOCTYPE r [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><rss><item><title>&b;</title></item></rss>',
    "file": b'<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss><item><title>&a;</title></item></rss>',
    "utf-16": '<!DOCTYPE r [<!ENTITY a "x">]><rss>&a;</rss>'.encode("utf-16"),
    "brackets": b"<" * 1_000_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_input_is_refused_and_keeps_no_other_feed_from_being_read(
    server: FeedServer, committee: Organisation, analyst: Person, name: str
) -> None:
    bad = a_feed(committee, analyst, server.put("/bad", HOSTILE[name]), title="Bad")
    a_feed(committee, analyst, server.put("/good", rss(item("a", "News", date=RECENT))), title="Good")
    assert read().state == State.DONE
    assert texts() == ["News"]
    assert FeedReading.objects.get(feed=bad).trouble == Trouble.UNREADABLE


def test_a_bomb_and_a_private_address_are_named_on_the_page(
    server: FeedServer, committee: Organisation, analyst: Person, settings: Any
) -> None:
    packed = server.put("/bomb", bomb(100), headers={"Content-Encoding": "gzip"})
    feeds = [a_feed(committee, analyst, packed), a_feed(committee, analyst, "http://10.0.0.1/feed")]
    read()
    said = [client_of(analyst).get(f"/signals/feeds/{feed.pk}/").content.decode() for feed in feeds]
    assert "It sent more than 2 MB" in said[0]
    assert "lies in a private network" in said[1]


def test_a_feed_that_fails_says_so_from_the_first_time_and_on_the_list_from_the_third(
    server: FeedServer, committee: Organisation, analyst: Person
) -> None:
    feed, client = a_feed(committee, analyst, f"{server.url}/gone"), client_of(analyst)
    for number in range(1, 4):
        read(NOW + number * dt.timedelta(minutes=15))
        assert f"failed {number} times in a row" in client.get(f"/signals/feeds/{feed.pk}/").content.decode()
        on_list = "The other side refused" in client.get("/signals/feeds/").content.decode()
        assert on_list is (number == 3)
    server.put("/gone", rss(item("a", "Back", date=RECENT)))
    read(NOW + dt.timedelta(hours=2))
    assert "failed" not in client.get("/signals/feeds/").content.decode()
    assert texts() == ["Back"]


def test_a_feed_is_read_in_the_name_of_whoever_saved_it_last_while_that_person_may_write(
    server: FeedServer, committee: Organisation, analyst: Person, lead: Person
) -> None:
    feed = a_feed(committee, analyst, server.put("/feed", rss(item("a", "One", date=RECENT))))
    Role.objects.filter(membership__person=analyst).delete()
    read()
    assert signals() == []
    assert server.asked == []
    client = client_of(lead)
    for page in ("/signals/feeds/", f"/signals/feeds/{feed.pk}/"):
        assert "may no longer write here" in client.get(page).content.decode()
    form = {"title": "Radio Town", "way": "feed", "address": feed.address, "about": "tension", "grade": "F6",
            "is_on": "on", "row_version": "1"}  # fmt: skip
    assert client.post(f"/signals/feeds/{feed.pk}/edit/", form).status_code == 302
    read(LATER)
    assert [signal.created_by_id for signal in signals()] == [lead.pk]


def test_what_is_switched_off_or_of_another_kind_is_not_read(
    server: FeedServer, committee: Organisation, analyst: Person
) -> None:
    address = server.put("/feed", rss(item("a", "One", date=RECENT)))
    a_feed(committee, analyst, address, is_on=False)
    a_feed(committee, analyst, address, way=Way.SMS)
    assert read_feeds_when_due(now=NOW) is None


@pytest.mark.parametrize(("count", "is_before"), [(0, True), (1, False), (2, True), (3, False), (5, False)])
def test_fault_a_kill_while_reading_loses_nothing_and_doubles_nothing(
    a_full_feed: Job, monkeypatch: pytest.MonkeyPatch, count: int, is_before: bool
) -> None:
    with killed_after(count, monkeypatch, is_before=is_before), pytest.raises(KilledError):
        reading.read_due(now=lambda: NOW, advance=lambda *_: None)
    run(a_full_feed)
    assert texts() == [f"Entry {number}" for number in range(5)]
    assert FeedReading.objects.get().etag == '"1"'


@pytest.fixture
def a_full_feed(server: FeedServer, committee: Organisation, analyst: Person) -> Job | None:
    """A feed with five entries, and the job that reads it."""
    items = [item(str(number), f"Entry {number}", date=RECENT) for number in range(5)]
    a_feed(committee, analyst, server.put("/feed", rss(*items), headers={"ETag": '"1"'}))
    return read_feeds_when_due(now=NOW)


def test_a_feed_is_added_changed_and_removed_on_its_pages(
    server: FeedServer, committee: Organisation, analyst: Person
) -> None:
    client = client_of(analyst)
    form = {"title": "Radio", "way": "feed", "address": server.put("/feed", rss()), "about": "rumour", "grade": "c3",
            "place": "Kenya", "words": "", "is_on": "on", "owner": str(committee.pk), **AUDIENCE}  # fmt: skip
    for wrong in (
        {"address": "ftp://example.org/"},
        {"grade": "Z9"},
        {"address": "https://a:b@example.org/"},
    ):
        assert client.post("/signals/feeds/new/", form | wrong).status_code == 200
    added = client.post("/signals/feeds/new/", form)
    assert added.status_code == 302, added.content.decode()
    feed = rows_of(Feed).get()
    assert (feed.grade, feed.place, feed.about) == ("C3", "gw:501", "rumour")
    assert added.headers["Location"] == f"/signals/feeds/{feed.pk}/"
    read()
    assert FeedReading.objects.exists()
    changed = client.post(f"/signals/feeds/{feed.pk}/edit/", form | {"title": "Press", "row_version": "1"})
    assert changed.status_code == 302
    assert not FeedReading.objects.exists(), "it is read anew, whatever was known of the old address"
    assert "Press" in client.get("/signals/feeds/").content.decode()
    assert client.post(f"/signals/feeds/{feed.pk}/remove/", {"row_version": "2"}).status_code == 302
    assert not rows_of(Feed).exists()


def test_nobody_else_learns_of_a_feed_or_what_it_brought(
    server: FeedServer,
    committee: Organisation,
    analyst: Person,
    outside_stakeholder: Person,
    colleague: Person,
) -> None:
    feed = a_feed(committee, analyst, f"{server.url}/gone", title="Zanzibarite")
    for number in range(3):
        read(NOW + number * dt.timedelta(minutes=15))
    outside = client_of(outside_stakeholder)
    assert "Zanzibarite" not in outside.get("/signals/feeds/").content.decode()
    for page in ("", "edit/", "share/", "history/", "remove/"):
        assert outside.get(f"/signals/feeds/{feed.pk}/{page}").status_code == 404
    reader = client_of(colleague)
    assert "Zanzibarite" in reader.get("/signals/feeds/").content.decode()
    assert reader.post(f"/signals/feeds/{feed.pk}/edit/").status_code == 403
    held = [*AuditEntry.objects.values_list(), *Job.objects.values_list(), *TakenIn.objects.values_list()]
    assert "Zanzibarite" not in str(held)
    assert server.url not in str(held)


def test_the_list_of_feeds_asks_as_much_for_forty_as_for_four(
    server: FeedServer, committee: Organisation, analyst: Person, django_assert_max_num_queries: Any
) -> None:
    client = client_of(analyst)
    for number in range(40):
        a_feed(committee, analyst, f"{server.url}/{number}")
    with django_assert_max_num_queries(30):
        client.get("/signals/feeds/")
