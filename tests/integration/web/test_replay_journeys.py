"""Replays over the API, from a text message to a decision and an answer, with only what was known on each day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import pytest
from tests.integration.web.test_exercises import words
from tests.integration.web.test_replays import known_later, told_too_early
from tests.people import OCCASION, client_of, make_person
from tests.programs import Program

from avert.assessment.frameworks import load_framework
from avert.replays import Item, Replay, load_replay
from avert.web.accounts import programs
from avert.web.accounts import services as accounts
from avert.web.accounts.models import Organisation, Person
from avert.web.accounts.vocabulary import RoleKind, Scope, Sector
from avert.web.exercises.models import Exercise
from avert.web.exercises.selectors import day_known, end_of
from avert.web.records.selectors import readable_by
from avert.web.replays.exercises.entering import enter_readings


@dataclass
class Journey:
    """A replay worked through by a secretariat with a gateway, a second person and those whom it asks."""

    replay: Replay
    exercise: str = ""
    clock: dt.datetime = OCCASION.at
    version: int = 1
    programs: dict[str, Program] = field(default_factory=dict)
    organisations: dict[str, str] = field(default_factory=dict)

    def hears(self, text: str) -> None:
        """Nobody is ever told what was not known yet."""
        if self.exercise:
            assert not [later for later in known_later(self.replay, day_known(self.clock)) if later in text]

    def __getitem__(self, who: str) -> Program:
        return self.programs[who]

    def begin(self, day: str) -> None:
        self.clock = end_of(dt.date.fromisoformat(day))
        others = list(self.organisations.values())
        begun = self["officer"].post(
            "exercises", title="Replay", replay=self.replay.id, day=day, organisations=others
        )
        self.exercise = begun["id"]

    def move_to(self, day: str) -> None:
        self.clock = end_of(dt.date.fromisoformat(day))
        moved = self["officer"].post(
            f"exercises/{self.exercise}/clock", 200, row_version=self.version, to=self.clock.isoformat()
        )
        self.version = moved["row_version"]

    def enter_readings(self) -> str:
        """The officer enters what is known by now of how the situation was read."""
        officer = Person.objects.get(username="officer")
        exercise = readable_by(officer, Exercise).get(pk=self.exercise)
        return f"/assessments/{enter_readings(exercise=exercise, viewer=officer, occasion=OCCASION).pk}/readings/"

    def reads(self, page: str) -> str:
        """The officer reads a page of readings, on which nothing of a later day may stand."""
        shown = words(client_of(Person.objects.get(username="officer")), page)
        self.hears(shown)
        # A framework may be younger than what it is used for: its year, and what it says of itself at the end.
        said = shown.partition("About the framework")[0].replace(
            f"{FRAMEWORK.title} , {FRAMEWORK.edition} ", ""
        )
        assert told_too_early(said, self.replay, day_known(self.clock)) == set()
        return said

    def item(self, id_: str) -> Item:
        return next(item for item in self.replay.items if item.id == id_)

    def text(self, id_: str) -> str:
        """Somebody sends the report as a text message, its gateway sends it on, and the texter is answered at once."""
        receipt = self["gateway"].post(
            f"signals/sms?exercise={self.exercise}&place={CODES[self.replay.id]}",
            200,
            text=self.item(id_).text,
            sender="+254700000417",
            id=id_,
        )
        assert "Received. Thank you." in receipt
        return self.newest_signal()

    def newest_signal(self) -> str:
        return str(self["officer"].get(f"signals?exercise={self.exercise}&limit=1")["signals"][0]["id"])

    def take_in(self, *ids: str) -> list[str]:
        return list(self["officer"].post(f"exercises/{self.exercise}/signals", items=list(ids))["signals"])

    def verify(self, signal: str, how: str) -> None:
        self["second"].post(f"signals/{signal}/verifications", finding="confirmed", how=how)

    def answer(self, signal: str, kind: str, text: str = "") -> None:
        self["officer"].post(f"signals/{signal}/answers", kind=kind, text=text)

    def warn(self, asked: str, asks: dict[str, Any], signals: list[str], **content: Any) -> str:
        """Draft a warning, propose it, and have the second person release it."""
        officer, organisation = self["officer"], self.organisations[asked]
        warning = officer.post("warnings", **WARNING | content, exercise=self.exercise, signals=signals)["id"]
        soon = self.clock + dt.timedelta(hours=12)
        by = {"acknowledge_by": soon.isoformat(), "decide_by": (soon + dt.timedelta(days=1)).isoformat()}
        officer.post(f"warnings/{warning}/addressees", **ASKED | by | asks, organisation=organisation)
        draft = officer.get(f"warnings/{warning}")
        proposed = officer.post(f"warnings/{warning}/proposal", 200, row_version=draft["row_version"])
        out = self["second"].post(f"warnings/{warning}/release", 200, row_version=proposed["row_version"])
        assert out["state"] == "released"
        return str(warning)

    def step(self, asked: str, warning: str, **step: Any) -> None:
        (mine,) = self[asked].get(f"warnings/{warning}")["addressees"]
        self[asked].post(f"warnings/{warning}/addressees/{mine['id']}/course", **step)

    def stands(self, who: str, warning: str) -> tuple[Any, Any, bool]:
        (seen,) = self[who].get(f"warnings/{warning}")["addressees"]
        return seen["reached"], seen["decision"], seen["is_overdue"]


FRAMEWORK = load_framework("un_framework_2014")
CODES = {
    "kenya_2007_2010": "ken",
    "ghana_2016": "gha",
    "south_sudan_2013": "ssd",
    "myanmar_2012_2017": "mmr",
}
WARNING = {
    "event": "COMMUNITIES",
    "to_whom": "people who are told to leave",
    "probability": "likely",
    "confidence": "moderate",
    "would_change": "Leaders of all groups visit together.",
    "harm_of_issuing": "Families may flee without shelter.",
    "place": "ken",
}
ASKED = {"role": "On duty", "zone": "Africa/Nairobi"}


def journey(replay: str, secretariat: Organisation, *asked: str) -> Journey:
    made = Journey(load_replay(replay))
    for role, kind in (("officer", RoleKind.LEAD), ("second", RoleKind.ANALYST)):
        made.programs[role] = Program(make_person(role, secretariat, kind), hears=made.hears)
    gateway = programs.create_service_account(
        organisation=secretariat, name="gateway", kind=RoleKind.ANALYST, occasion=OCCASION
    )
    made.programs["gateway"] = Program(gateway, Scope.WRITE, hears=made.hears)
    for name in asked:
        organisation = accounts.create_organisation(
            name={"en": name}, occasion=OCCASION, sector=Sector.GOVERNMENT, is_listed=True
        )
        made.organisations[name] = str(organisation.pk)
        made.programs[name] = Program(make_person(name, organisation, RoleKind.ANALYST), hears=made.hears)
    return made


@pytest.mark.parametrize("name", ["kenya_2007_2010"])
def test_kenya_is_silent_in_2007_and_answers_in_2010(committee: Organisation, name: str) -> None:
    kenya = journey(name, committee, "commissioner", "steering")
    kenya.begin("2007-12-20")
    (leaflets,) = kenya.take_in("campaign-leaflets")
    kenya.move_to("2007-12-26")
    text = kenya.text("meetings-and-money")
    kenya.verify(text, "Two elders in different villages were asked.")
    warning = kenya.warn(
        "commissioner",
        {"can_do": "Send officers to the farms", "asked": "Posts on the farms before the vote"},
        [leaflets, text],
        title="Attacks on farms are prepared for the vote",
        what="Young men are told whom to drive out.",
        rests_on="A text message that two elders confirm; leaflets.",
        window_from="2007-12-27",
        window_until="2008-01-05",
    )
    kenya.move_to("2007-12-30")
    # No response is recorded, and that is all that is said of it.
    assert kenya.stands("officer", warning) == ("SENT", None, True)

    kenya.move_to("2010-07-13")
    sale = kenya.text("trans-nzoia-fire-sales")
    kenya.verify(sale, "Called back; a trader says the same.")
    warning = kenya.warn(
        "steering",
        {"can_do": "Set up peace committees", "asked": "Committees in the four districts before the vote"},
        [sale],
        title="Neighbours are told to leave before the referendum",
        what="Leaflets and fire-sales of crops in four districts.",
        rests_on="A text message that was called back; leaflets.",
        window_from="2010-07-14",
        window_until="2010-08-06",
    )
    kenya.step("steering", warning, stage="ACKNOWLEDGED")
    decided = {"decision": "ACT", "reason": "Committees are set up in all four.", "is_shared": True}
    kenya.step("steering", warning, stage="DECIDED", **decided)
    kenya.move_to("2010-07-14")
    kenya.step("steering", warning, stage="DONE", reason="Committees meet in four districts.")
    assert kenya.stands("officer", warning) == ("DONE", "ACT", False)
    kenya.answer(sale, "done", "Elders and officers will come this week. Thank you.")
    kenya.move_to("2010-08-01")
    night = kenya.text("chebarus-home")
    kenya.answer(night, "done", "The commissioner was called. Police are on their way.")
    unanswered = [kenya[who].get(f"signals/{sale}")["standing"] for who in ("officer",)]
    assert unanswered == ["warned"]


def test_ghana_is_taken_in_answered_and_not_warned_of(committee: Organisation) -> None:
    ghana = journey("ghana_2016", committee, "commission")
    ghana.begin("2016-12-01")
    signal = ghana.text("names-missing")
    ghana.verify(signal, "Polling staff were asked.")
    ghana.move_to("2016-12-08")
    rumour = ghana.text("false-results")
    ghana.answer(rumour, "not-done", "The table is false; the commission says when true results come.")
    assert ghana["officer"].get(f"warnings?exercise={ghana.exercise}")["warnings"] == []


def test_south_sudan_a_political_trigger_is_warned_of_while_deaths_are_low(committee: Organisation) -> None:
    juba = journey("south_sudan_2013", committee, "mission", "region")
    juba.begin("2013-07-24")
    signal = juba.text("streets-after-decree")
    warning = juba.warn(
        "region",
        {
            "can_do": "Mediate in the party",
            "asked": "An envoy before the party's council",
            "zone": "Africa/Juba",
        },
        [signal],
        title="A split of the governing party may divide the army",
        event="ARMED_CONFLICT",
        what="A split may reach the army.",
        to_whom="civilians in the capital and the states",
        rests_on="The decree and a text message.",
        place="ssd",
        window_from="2013-07-25",
        window_until="2013-12-31",
        probability="realistic possibility",
        confidence="low",
    )
    juba.move_to("2013-12-13")
    assert juba.stands("officer", warning) == ("SENT", None, True)
    juba.move_to("2013-12-16")
    gunfire = juba.text("gunfire-by-barracks")
    gates = juba.warn(
        "mission",
        {
            "can_do": "Open the gates",
            "asked": "Let those who flee into the base tonight",
            "zone": "Africa/Juba",
        },
        [gunfire],
        title="Families flee to the base in the dark",
        event="MASS_KILLING",
        what="Shooting by group may begin.",
        to_whom="families at the gate",
        rests_on="A text message from the road to the base.",
        place="ssd",
        window_from="2013-12-16",
        window_until="2013-12-23",
        probability="likely",
        confidence="moderate",
    )
    juba.step("mission", gates, stage="ACKNOWLEDGED")
    juba.step("mission", gates, stage="DECIDED", decision="ACT", reason="The gates are open.", is_shared=True)
    juba.move_to("2013-12-19")
    juba.step("mission", gates, stage="DONE", reason="Those who fled are inside.")
    juba.answer(gunfire, "done", "The gate is open.")
    assert juba.stands("officer", gates) == ("DONE", "ACT", False)


def test_kenya_the_dissent_of_a_district_stands_beside_the_low_reading_of_the_country(
    committee: Organisation,
) -> None:
    kenya = journey("kenya_2007_2010", committee)
    kenya.begin("2007-12-20")
    page = kenya.enter_readings()
    before = kenya.reads(page)
    assert "The reading from the capital has sharp words of a campaign" in before
    assert "no militia on this day" not in before
    assert "Nothing in the national press speaks of a militia." in kenya.reads(f"{page}UNFA-7.5/")

    kenya.move_to("2007-12-26")
    # Nothing of the eve is there by itself: somebody enters it once it is known.
    assert "no militia on this day" not in kenya.reads(page)
    assert kenya.enter_readings() == page
    assert "The reading from the capital sees no militia on this day" in kenya.reads(page)
    militia = kenya.reads(f"{page}UNFA-7.5/")
    desk, elders = "A desk abroad that follows", "Elders and monitors of a district"
    assert militia.index(desk) < militia.index("Not reported in the press.") < militia.index(elders)
    assert militia.index(elders) < militia.index("Money is collected for what comes after the vote.")


def test_myanmar_is_read_in_two_ways_at_once_and_the_warning_of_2017_is_not_answered(
    committee: Organisation,
) -> None:
    myanmar = journey("myanmar_2012_2017", committee, "mission")
    myanmar.begin("2012-11-30")
    signal = myanmar.text("no-leave-to-travel")
    myanmar.answer(signal, "done", "The clinic was told. A doctor comes on Friday.")
    page = myanmar.enter_readings()
    assert "sees confinement and incitement where this reading sees tension" in myanmar.reads(page)
    camps = myanmar.reads(f"{page}UNFA-7.10/")
    development, rights = "A UN official for development and relief", "A UN human rights officer"
    assert camps.index(development) < camps.index("Camps are thought of as for the time being.")
    assert camps.index(rights) < camps.index("Camps without leave to go out.")

    myanmar.move_to("2017-08-12")
    assert myanmar.enter_readings() == page
    assert "The Special Rapporteur speaks in public about the troops" in myanmar.reads(page)
    (village,) = myanmar.take_in("shut-in-village")
    warning = myanmar.warn(
        "mission",
        {"can_do": "Speak in public", "asked": "Access for observers now", "zone": "Asia/Yangon"},
        [village],
        title="Villages are closed in while troops arrive",
        event="MASS_KILLING",
        what="Attacks on closed villages, and flight over the river.",
        to_whom="families who cannot leave their villages",
        rests_on="A report of a closed village, and readings that differ.",
        place="mmr",
        window_from="2017-08-12",
        window_until="2017-09-12",
    )
    myanmar.move_to("2017-08-24")
    assert myanmar.stands("officer", warning) == ("SENT", None, True)
    myanmar.enter_readings()
    assert "Camps are to be closed and people to move freely." in myanmar.reads(f"{page}UNFA-7.10/")
