"""Replays in the browser, from a text message to a decision and an answer, with only what was known on each day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect
from tests.e2e.conftest import Site, problems

from avert.replays import Replay, load_replay

Visit = Callable[..., Page]
State = Callable[[str], dict]
CODES = {"kenya_2007_2010": "ken", "ghana_2016": "gha", "south_sudan_2013": "ssd"}


@dataclass
class Stage:
    """Those who play, each with a browser of their own, on one exercise."""

    site: Site
    replay: Replay
    token: str
    officer: Page
    second: Page
    steering: Page
    exercise: str = ""
    day: dt.date = dt.date(1, 1, 1)

    @property
    def key(self) -> str:
        return self.exercise.rstrip("/").rpartition("/")[2]

    def begin(self, day: str) -> None:
        self.day = dt.date.fromisoformat(day)
        page = self.officer
        page.goto(f"{self.site.url}/exercises/new/")
        page.get_by_label("Title").fill(f"Working through {self.replay.places[0]}")
        page.get_by_label("Case").select_option(self.replay.id)
        page.get_by_label("Begin on").fill(day)
        page.locator("main summary", has_text="Organisations").click()
        page.get_by_label("Steering committee on peace").check()
        page.wait_for_load_state("networkidle")
        page.get_by_role("button", name="Begin").click()
        self.exercise = page.url
        self.tells_no_future()

    def move_past(self, day: str) -> None:
        """Go from day with news to day with news, looking at each, until this one has come."""
        wanted = dt.date.fromisoformat(day)
        self.officer.goto(self.exercise)
        while self.day < wanted:
            following = min(known for known in self.replay.days() if known > self.day)
            self.officer.get_by_role("button", name="To the next day with news").click()
            self.day = following
            expect(self.officer.get_by_role("heading", level=1)).to_contain_text(str(following.year))
        self.tells_no_future()

    def tells_no_future(self) -> None:
        shown = self.officer.locator("main").inner_text()
        known = {item.text for item in self.replay.as_of(self.day).items}
        later = [item for item in self.replay.items if item.text not in known and item.text in shown]
        assert [item.id for item in later] == []

    def text(self, id_: str) -> str:
        """The gateway passes a text message on, and hands the texter what the site answers."""
        said = next(item.text for item in self.replay.items if item.id == id_)
        outside = self.officer.context.browser.new_context()
        answer = outside.request.post(
            f"{self.site.url}/api/v1/signals/sms?exercise={self.key}&place={CODES[self.replay.id]}",
            data={"text": said, "sender": "+254700000417", "id": f"{self.key}{id_}"},
            headers={"Authorization": f"Bearer {self.token}"},
        )
        assert "Received. Thank you." in answer.text()
        outside.close()
        return said

    def open_signal(self, page: Page, said: str, queue: str = "?") -> None:
        page.goto(f"{self.site.url}/signals/{queue}exercise={self.key}")
        page.get_by_role("link", name=said[:40]).first.click()

    def verify(self, said: str) -> None:
        self.open_signal(self.second, said)
        self.second.get_by_role("link", name="Say what you found").click()
        self.second.get_by_label("Confirmed", exact=True).check()
        self.second.get_by_label("How did you find out?").fill("Two elders were asked apart from each other.")
        self.second.get_by_role("button", name="Save what was found").click()
        expect(self.second.get_by_text("Two elders were asked")).to_be_visible()

    def answer(self, said: str, words: str) -> None:
        page = self.officer
        self.open_signal(page, said, "unanswered/?told=received&")
        page.get_by_role("link", name="Answer again").click()
        page.get_by_label("What is being done").check()
        page.get_by_label("In which words").fill(words)
        page.get_by_role("button", name="Save the answer").click()
        expect(page.get_by_text(words)).to_be_visible()

    def warn(self, said: str, title: str) -> str:
        """Raise a warning from a signal, complete it, and have the second person release it."""
        page, soon = self.officer, dt.datetime.combine(self.day, dt.time()) + dt.timedelta(days=1, hours=12)
        self.open_signal(page, said)
        page.get_by_role("link", name="Raise a warning from this").click()
        main = page.get_by_role("main")
        for label, words in {
            "In one line": title,
            "What may happen, in words": "Attacks on those who are told to leave",
            "To whom": "people who are told to leave",
            "Place": CODES[self.replay.id],
            "From": self.day.isoformat(),
            "Until": (self.day + dt.timedelta(days=14)).isoformat(),
            "What it rests on": "A text message that two elders confirm",
            "What would change your mind": "Leaders of all groups visit together",
            "What harm the warning itself may do": "Families may flee without shelter",
        }.items():
            main.get_by_label(label).first.fill(words)
        main.get_by_label("What may happen").first.select_option("Violence between communities")
        main.get_by_label("How likely").select_option("Likely")
        main.get_by_label("How sure you are").select_option("Moderate")
        page.wait_for_load_state("networkidle")
        page.get_by_role("button", name="Save the draft").click()
        warning = page.url
        page.get_by_role("link", name="Name at least one addressee").click()
        for label, words in {
            "Role": "Coordinator on duty",
            "What they can do": "Send peace committees",
            "What is asked of them": "Committees where leaflets were found",
            "Time zone": "UTC",
            "Acknowledge by": soon.isoformat(timespec="minutes"),
        }.items():
            main.get_by_label(label).first.fill(words)
        main.get_by_label("Organisation on this site").select_option("Steering committee on peace")
        page.get_by_role("button", name="Save").click()
        page.get_by_role("link", name="Hand it to a second person").click()
        with page.expect_navigation():
            page.get_by_role("button", name="Hand it to a second person").click()
        self.second.goto(f"{warning}release/")
        self.second.get_by_role("button", name="Release it now").click()
        expect(self.second.get_by_text("The warning is out.")).to_be_visible()
        return warning

    def acknowledge_and_act(self, title: str, why: str) -> None:
        page = self.steering
        page.goto(f"{self.site.url}/warnings/asked-of-us/?exercise={self.key}")
        page.get_by_role("link", name=title).click()
        page.get_by_role("button", name="Acknowledge").click()
        page.get_by_role("link", name="Decide").click()
        page.get_by_label("Act", exact=True).check()
        page.get_by_label("Why").fill(why)
        page.get_by_role("button", name="Write it down").click()
        page.get_by_role("link", name="Share the decision with the issuer").click()
        page.get_by_role("button", name="Share it").click()


@pytest.fixture
def stage(site: Site, visit: Visit, logged_in: State, gateway_token: str) -> Callable[[str], Stage]:
    def set_up(replay: str) -> Stage:
        people = [visit(storage_state=logged_in(who)) for who in ("zawadi", "kiprono", "steering")]
        return Stage(site, load_replay(replay), gateway_token, *people)

    return set_up


def test_kenya_from_silence_in_2007_to_an_answer_in_2010(stage: Callable[[str], Stage]) -> None:
    kenya = stage("kenya_2007_2010")
    kenya.begin("2007-12-20")
    kenya.officer.get_by_role("button", name="Take them in as signals").click()
    expect(kenya.officer.get_by_text("were taken in")).to_be_visible()
    kenya.move_past("2007-12-26")
    said = kenya.text("meetings-and-money")
    kenya.verify(said)
    silent = kenya.warn(said, "Attacks are prepared for the vote")
    kenya.move_past("2007-12-30")
    kenya.officer.goto(silent)
    expect(kenya.officer.locator("main")).to_contain_text("No response recorded")
    kenya.officer.goto(f"{kenya.site.url}/scorecard/gap/?exercise={kenya.key}")
    expect(kenya.officer.locator("main")).to_contain_text("Attacks are prepared for the vote")

    kenya.move_past("2010-07-13")
    said = kenya.text("trans-nzoia-fire-sales")
    kenya.verify(said)
    heard = kenya.warn(said, "Neighbours are told to leave before the vote")
    kenya.acknowledge_and_act("Neighbours are told to leave", "Committees in all four districts")
    kenya.officer.goto(heard)
    expect(kenya.officer.locator("main")).to_contain_text("Decided")
    kenya.answer(said, "Elders and officers come this week. Thank you.")
    kenya.officer.goto(f"{kenya.exercise}debrief/")
    expect(kenya.officer.locator("main")).to_contain_text("Neighbours are told to leave before the vote")
    assert problems(kenya.officer) == []
    kenya.tells_no_future()


def test_ghana_a_rumour_is_answered_and_no_warning_goes_out(stage: Callable[[str], Stage]) -> None:
    ghana = stage("ghana_2016")
    ghana.begin("2016-12-01")
    ghana.move_past("2016-12-08")
    said = ghana.text("false-results")
    ghana.verify(said)
    ghana.answer(said, "The commission says when true results come.")
    ghana.officer.goto(f"{ghana.site.url}/warnings/?exercise={ghana.key}")
    expect(ghana.officer.locator("main table")).to_have_count(0)


def test_south_sudan_a_political_trigger_is_warned_of_while_deaths_are_low(
    stage: Callable[[str], Stage],
) -> None:
    juba = stage("south_sudan_2013")
    juba.begin("2013-07-24")
    said = juba.text("streets-after-decree")
    juba.warn(said, "A split may divide the army")
    juba.acknowledge_and_act("A split may divide the army", "An envoy goes before the council meets")
    juba.move_past("2013-12-16")
    said = juba.text("gunfire-by-barracks")
    juba.answer(said, "The gate is open. Come in by the west side.")
    juba.officer.goto(f"{juba.exercise}debrief/")
    expect(juba.officer.locator("main")).to_contain_text("A split may divide the army")
