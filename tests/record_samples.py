"""One way to write a sample of every kind of record; a kind without one fails the tests of all kinds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from avert.society.vocabulary import Layer
from avert.web.accounts.models import Organisation, Person
from avert.web.accounts.vocabulary import Level
from avert.web.assessment import models as assessment
from avert.web.assessment.vocabulary import Bearing, Reply
from avert.web.book.models import Entry, Question, QuestionAnswer
from avert.web.book.vocabulary import EntryKind
from avert.web.commitments.models import Commitment, CommitmentReport
from avert.web.commitments.vocabulary import FindingWord
from avert.web.contacts.models import Call, Contact, Ladder, LadderStep, PhoneTree
from avert.web.exercises.models import Exercise
from avert.web.notes.models import Attachment, Note
from avert.web.records import services
from avert.web.records.kinds import children_of, parent_kind
from avert.web.records.models import Record
from avert.web.records.sharing import NOBODY_ELSE, Sharing
from avert.web.response.models import Invitation, Meeting, Protocol, ProtocolOption, Rehearsal, Room, Task
from avert.web.signals.intake.models import ReportFile
from avert.web.signals.models import Answer, Feed, Rule, Signal, Verification, Watch
from avert.web.signals.vocabulary import About, AnswerKind, Finding, Way
from avert.web.society import models as society
from avert.web.warnings.models import (
    Addressee,
    Agreed,
    AgreedRecipient,
    Check,
    CourseEvent,
    Outcome,
    Warning,
)
from avert.web.warnings.vocabulary import (
    CheckKind,
    Confidence,
    Event,
    OutcomeWord,
    Probability,
    StageWord,
    Verdict,
)
from tests.people import OCCASION

PLACE = "gw:501"


def write_note(
    owner: Organisation, by: Person, sharing: Sharing = NOBODY_ELSE, *, why: str = "", **fields: Any
) -> Note:
    note = Note(owner=owner, **{"place": PLACE, "title": "Market", "text": "Meeting on Friday", **fields})
    return services.create(record=note, viewer=by, occasion=OCCASION, sharing=sharing, why=why)


def write_attachment(
    owner: Organisation, by: Person, sharing: Sharing = NOBODY_ELSE, **fields: Any
) -> Attachment:
    note = write_note(owner, by, sharing, **fields)
    return attach(note, by, sharing)


def attach(note: Note, by: Person, sharing: Sharing = NOBODY_ELSE, **options: Any) -> Attachment:
    attachment = Attachment(
        owner=note.owner, note=note, name="a.txt", media_type="text/plain", size=1, data=b"x"
    )
    attachment.marking = note.marking
    return services.create(record=attachment, viewer=by, occasion=OCCASION, sharing=sharing, **options)


def _write(record: Any, by: Person, sharing: Sharing, **options: Any) -> Any:
    return services.create(record=record, viewer=by, occasion=OCCASION, sharing=sharing, **options)


def _whole(kind: type[Record], /, **content: Any) -> Callable[..., Any]:
    """How a record that is part of nothing is written; content may be computed from owner and author."""

    def write(owner: Organisation, by: Person, sharing: Sharing = NOBODY_ELSE, **fields: Any) -> Any:
        given = {
            name: value(owner, by, sharing) if callable(value) else value for name, value in content.items()
        }
        return _write(kind(owner=owner, **{"place": PLACE, **given, **fields}), by, sharing)

    return write


def _part(kind: type[Record], /, **content: Any) -> Callable[..., Any]:
    """How a part is written: to a whole of its owner, with a whole and its readers made for it if there is none."""

    def write(owner: Organisation, by: Person, sharing: Sharing = NOBODY_ELSE, **options: Any) -> Any:
        whole = options.pop("whole", None) or SAMPLES[parent_kind(kind)][0](owner, by, sharing)
        given = {
            name: value(owner, by, sharing) if callable(value) else value for name, value in content.items()
        }
        part = kind(owner=owner, marking=whole.marking, **{kind.PARENT: whole}, **given)
        return _write(part, by, sharing, **options)

    return write


def part_of(whole: Record, by: Person, sharing: Sharing, **options: Any) -> Any:
    """A part of a whole, of the first kind that can be one."""
    kind, _key = next(iter(children_of(whole)))
    if kind is Attachment:
        return attach(whole, by, sharing, **options)
    return SAMPLES[kind][0](whole.owner, by, sharing, whole=whole, **options)


write_exercise = _whole(Exercise, title="Elections", clock=OCCASION.at)
write_contact = _whole(Contact, role="Chair of the district committee")
write_phone_tree = _whole(PhoneTree, title="North")
write_ladder = _whole(Ladder, title="At night")
write_entry = _whole(
    Entry, kind=EntryKind.INCIDENT, on=dt.date(2024, 3, 1), happened="Cattle taken", where="Market"
)
write_question = _whole(Question, text="Whose voice is missing?", every_days=30)
write_signal = _whole(
    Signal, text="Leaflets", about=About.THREAT, way=Way.FORM, received_at=OCCASION.at, origin="traders"
)
write_warning = _whole(
    Warning,
    title="Attacks after the vote",
    event=Event.ELECTION,
    what="Attacks on farms",
    to_whom="settled families",
    window_from=dt.date(2024, 3, 3),
    window_until=dt.date(2024, 3, 9),
    probability=Probability.LIKELY,
    confidence=Confidence.LOW,
    rests_on="Leaflets",
    would_change="Elders meet",
    harm_of_issuing="Flight",
)
write_agreed = _whole(
    Agreed,
    title="Leave the road",
    event=Event.COMMUNITIES,
    what="Leave the road",
    to_whom="travellers",
    asked="Wait",
    harm_of_issuing="None known",
    agreed_on=dt.date(2024, 1, 1),
    review_on=dt.date(2025, 1, 1),
)
write_addressee = _part(
    Addressee, role="District commissioner", can_do="Send officers", asked="Send officers", code="4831"
)

write_commitment = _whole(
    Commitment, by="Party A", to="Party B", what="Cease fire", due_on=dt.date(2024, 3, 10), zone="Africa/Juba"
)

write_process = _whole(
    assessment.Process, title="National assessment", level=Level.NATIONAL, method="Workshops twice a year"
)
write_connection = _whole(assessment.Connection, process=write_process, why="We assess the next district")
write_assessment = _whole(
    assessment.Assessment,
    title="North before the vote",
    question="Where may the vote turn violent?",
    level=Level.SUBNATIONAL,
    frameworks=["un_framework_2014"],
)
write_stakeholder = _part(assessment.Stakeholder, name="District peace committee")
write_evidence = _part(assessment.Evidence, what="Leaflets name the settled families")
write_claim = _part(assessment.Claim, text="The leaflets were ordered from outside")
write_expert_question = _part(
    assessment.Question,
    text="Will anyone be killed at a rally?",
    resolved_by="Police and clinic reports",
    horizon=dt.date(2024, 6, 1),
)

write_structure = _whole(society.Structure, name="District peace committee")
write_tie = _whole(society.Tie, source=write_structure, target=write_structure, layer=Layer.INFORMATION)


def write_of_stakeholder(kind: type[Record], **content: Any) -> Callable[..., Any]:
    """How a part that names another part of the same whole is written."""

    def write(owner: Organisation, by: Person, sharing: Sharing = NOBODY_ELSE, **options: Any) -> Any:
        whole = options.pop("whole", None) or write_assessment(owner, by, sharing)
        return _part(kind, stakeholder=write_stakeholder(owner, by, sharing, whole=whole), **content)(
            owner, by, sharing, whole=whole, **options
        )

    return write


# kind → (how one is written, a field of its content, another value for it)
SAMPLES: dict[Any, tuple[Callable[..., Any], str, Any]] = {
    Note: (write_note, "title", "Bazaar"),
    Attachment: (write_attachment, "name", "b.txt"),
    Exercise: (write_exercise, "title", "Vote"),
    Contact: (write_contact, "role", "Deputy chair"),
    PhoneTree: (write_phone_tree, "title", "South"),
    Call: (_part(Call, callee=write_contact), "order", 2),
    Ladder: (write_ladder, "title", "By day"),
    LadderStep: (
        _part(LadderStep, after=dt.timedelta(hours=2), contact=write_contact),
        "after",
        dt.timedelta(hours=3),
    ),
    Entry: (write_entry, "happened", "Cattle brought back"),
    Question: (write_question, "text", "Which ward first?"),
    QuestionAnswer: (_part(QuestionAnswer, text="The herders'", on=dt.date(2024, 3, 2)), "text", "The young"),
    Signal: (write_signal, "text", "Leaflets and radio"),
    Verification: (_part(Verification, finding=Finding.CONFIRMED, how="Asked elders"), "how", "Went there"),
    Answer: (_part(Answer, kind=AnswerKind.RECEIVED, at=OCCASION.at), "text", "Thank you"),
    Watch: (_whole(Watch, title="General election", on=dt.date(2024, 12, 7)), "title", "Second round"),
    Rule: (_whole(Rule, title="Deaths", measure="deaths", at_least=25.0), "at_least", 50.0),
    ReportFile: (
        _whole(ReportFile, name="a.csv", media_type="text/csv", data=b"text\nLeaflets\n"),
        "zone",
        "Africa/Nairobi",
    ),
    Feed: (_whole(Feed, title="Radio", way=Way.FEED, address="https://example.org/feed"), "title", "Press"),
    Warning: (write_warning, "title", "Attacks before the vote"),
    Addressee: (write_addressee, "asked", "Send mediators"),
    Check: (_part(Check, kind=CheckKind.RELEASE, verdict=Verdict.YES), "note", "Seen"),
    CourseEvent: (
        _whole(
            CourseEvent,
            addressee=write_addressee,
            stage=StageWord.SENT,
            at=OCCASION.at,
            recorded_at=OCCASION.at,
        ),
        "reason",
        "By telephone",
    ),
    Outcome: (_part(Outcome, word=OutcomeWord.UNKNOWN, why="Nobody went there"), "why", "No news"),
    Agreed: (write_agreed, "title", "Leave the market"),
    Protocol: (_whole(Protocol, title="River", trigger="Boats gather"), "trigger", "Boats gather at night"),
    ProtocolOption: (
        _part(ProtocolOption, what="Send elders", mandate="Council of elders"),
        "what",
        "Send elders of both sides",
    ),
    Rehearsal: (_part(Rehearsal, on=dt.date(2024, 1, 5), learned="No fuel"), "learned", "No fuel, no radio"),
    Room: (
        _whole(Room, warning=write_warning, title="River", no_new_action="Elders meet already"),
        "contact_protocol",
        "By radio at six",
    ),
    Invitation: (
        _part(
            Invitation,
            structure=write_structure,
            asked="Come to the market",
            harm="None: they speak in public",
            harm_by="Adviser",
        ),
        "role",
        "Chair of elders",
    ),
    Meeting: (_part(Meeting, at=OCCASION.at, zone="Africa/Juba", where="By radio"), "decided", "Patrols"),
    Task: (_part(Task, what="Call the elders", who="District desk"), "who", "Regional desk"),
    AgreedRecipient: (_part(AgreedRecipient, contact=write_contact), "can_do", "Turn the buses back"),
    Commitment: (write_commitment, "what", "Withdraw"),
    CommitmentReport: (
        _whole(
            CommitmentReport,
            commitment=write_commitment,
            finding=FindingWord.FULFILLED,
            at=OCCASION.at,
            recorded_at=OCCASION.at,
            evidence="Monitors went there",
        ),
        "evidence",
        "Monitors went there twice",
    ),
    assessment.Process: (write_process, "title", "District assessment"),
    assessment.Connection: (write_connection, "why", "We begin in the next district"),
    assessment.ConnectionAnswer: (
        _whole(assessment.ConnectionAnswer, connection=write_connection, reply=Reply.YES),
        "text",
        "Come on Monday",
    ),
    assessment.Assessment: (write_assessment, "title", "North after the vote"),
    assessment.Stakeholder: (write_stakeholder, "name", "Youth council"),
    assessment.Reading: (
        write_of_stakeholder(
            assessment.Reading, framework="un_framework_2014", at=OCCASION.at, values={"UNFA-8.8": "present"}
        ),
        "dissent",
        "We see it otherwise",
    ),
    assessment.Statement: (
        _part(assessment.Statement, framework="icaf_2008", template="driver", slots={"actor": "A party"}),
        "slots",
        {"actor": "A youth wing"},
    ),
    assessment.Evidence: (write_evidence, "origin", "traders"),
    assessment.Claim: (write_claim, "text", "The leaflets were made here"),
    assessment.Weight: (
        _part(assessment.Weight, evidence=write_evidence, bearing=Bearing.CONSISTENT),
        "why",
        "Same printer",
    ),
    assessment.Gap: (
        _part(assessment.Gap, what="Who pays the printer", who="District desk"),
        "who",
        "Committee secretary",
    ),
    assessment.Question: (write_expert_question, "text", "Will anyone be hurt at a rally?"),
    assessment.Judgement: (_part(assessment.Judgement, expert="E1", best=0.2), "best", 0.3),
    assessment.Edition: (
        _part(assessment.Edition, made_at=OCCASION.at, document="{}", digest="0" * 64, fingerprint="0" * 64),
        "note",
        "Before the vote",
    ),
    society.Structure: (write_structure, "name", "County peace committee"),
    society.GroupTrust: (_part(society.GroupTrust, group="settled families"), "basis", "Asked at the market"),
    society.Tie: (write_tie, "evidence", "Minutes of March"),
    society.Activity: (_part(society.Activity, title="Dialogue of elders"), "title", "Dialogue of the young"),
    society.SecurityPolicy: (_whole(society.SecurityPolicy), "why", "Joint patrols"),
    society.ImportFile: (
        _whole(society.ImportFile, name="a.csv", media_type="text/csv", form="three_w", data=b"org"),
        "form",
        "iati",
    ),
    society.NetworkStudy: (
        _whole(society.NetworkStudy, title="Before the vote", on=dt.date(2024, 3, 1)),
        "title",
        "After the vote",
    ),
}
