"""Files of what others know: looked at first, taken in whole or not at all, and the same again when they come again."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.integration.web.society.registers import KENYA, structure
from tests.people import OCCASION, client_of, make_person

from avert.errors import InputError, StaleRecordError
from avert.handling import Marking
from avert.web.accounts import services as accounts
from avert.web.accounts.models import Organisation, Person
from avert.web.accounts.vocabulary import RoleKind
from avert.web.audit.models import AuditEntry
from avert.web.jobs.context import JobCancelledError
from avert.web.jobs.models import Job, State
from avert.web.jobs.worker import run_job
from avert.web.records import services as records
from avert.web.records.audiences import sharing_of
from avert.web.records.models import Revision
from avert.web.records.selectors import history_of
from avert.web.records.sharing import NOBODY_ELSE, Sharing
from avert.web.records.writing import rows_of
from avert.web.society.imports import planning, services
from avert.web.society.models import Activity, ImportFile, Structure, Tie
from avert.web.uploads import CleanFile
from society_files import TAGS, iati, three_w_csv, three_w_rows, workbook

NEW = "/structures/imports/"
THREE_W = (
    "Organisation,Organisation type,Donor,Sector,Activity,Admin1 pcode,Start date,Status,Focal point\n"
    "Peace Women,NNGO,Trust Fund,Protection,Dialogue,KE030,2024-01-05,Ongoing,Amina Noor\n"
    "Ministry of Interior,Government,,Protection,Patrol talks,KE031,2024-02-01,Planned,\n"
    "Peace Women,NNGO,,Education,Training,KE032,2024-03-01,Done,0700 000 417\n"
)
OWN = (
    "id,name,kind,level,areas,consent\n1,Wajir Peace Committee,committee,grassroots,pcode:KE030,\n"
    "2,Office of the President,office,top,,\n3,Garissa Elders,customary_body,grassroots,,yes\n"
)
KINDS: tuple[Any, ...] = (Structure, Activity, Tie)


@pytest.fixture
def client(analyst: Person) -> Client:
    return client_of(analyst)


@pytest.fixture
def keep(analyst: Person, committee: Organisation) -> Callable[..., ImportFile]:
    def kept(content: str | bytes, name: str = "3w.csv", **more: Any) -> ImportFile:
        data = content if isinstance(content, bytes) else content.encode()
        file = CleanFile(data, "text/csv", name, ())
        return services.keep_file(
            **{"owner_id": committee.pk, "file": file, "form": "find_out", "viewer": analyst, "place": KENYA}
            | more,
            occasion=OCCASION,
        )

    return kept


@pytest.fixture
def take(keep: Callable[..., ImportFile], analyst: Person) -> Callable[..., Any]:
    def taken(content: str | bytes, **more: Any) -> Any:
        return services.take_in(file=keep(content, **more), viewer=analyst, occasion=OCCASION)

    return taken


def upload(client: Client, content: str | bytes, name: str = "3w.csv", **more: Any) -> Any:
    data = content if isinstance(content, bytes) else content.encode()
    given = {"form": "find_out", "place": "Kenya", "marking": int(Marking.AMBER_STRICT), **more}
    if "owner" not in given:
        given["owner"] = str(Organisation.objects.get(name__en="District peace committee").pk)
    return client.post(NEW, {"file": SimpleUploadedFile(name, data), **given})


def everything() -> list[list[Any]]:
    return [sorted(rows_of(kind).values_list("pk", "row_version", "import_digest")) for kind in KINDS] + [
        sorted(Revision.objects.values_list("pk", flat=True))
    ]


def counts() -> tuple[int, ...]:
    return tuple(rows_of(kind).count() for kind in KINDS)


def test_a_file_is_looked_at_before_anything_is_taken_in(client: Client) -> None:
    answer = upload(client, THREE_W)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    page = client.get(answer.headers["Location"]).content.decode()
    assert counts() == (0, 0, 0)
    for said in (
        "Focal point",
        "Peace Women",
        "Names and numbers of persons",
        "All of it is taken in, or nothing",
    ):
        assert said in page, said
    assert "Amina" not in page
    assert client.post(answer.headers["Location"]).headers["Location"] == "/structures/"
    assert counts() == (3, 3, 1)
    assert not rows_of(ImportFile).exists()
    one = rows_of(Structure).get(name="Peace Women")
    assert (one.consent, one.is_decision_maker, one.place, one.areas) == (
        "not_asked", False, KENYA, ["pcode:KE030", "pcode:KE032"],
    )  # fmt: skip
    assert one.source.startswith("3w.csv (")
    assert "Peace Women" in client.get("/structures/").content.decode()
    assert "Amina" not in str(list(Revision.objects.values_list("changes", flat=True)))


def test_the_same_file_again_changes_nothing_and_asks_little(
    take: Callable[..., Any], analyst: Person, keep: Callable[..., ImportFile]
) -> None:
    take(THREE_W)
    before, told = everything(), AuditEntry.objects.count()
    file = keep(THREE_W, name="another name.csv")
    plan = services.take_in(file=file, viewer=analyst, occasion=OCCASION)
    assert plan is not None
    assert plan.is_nothing_new
    assert everything()[:3] == before[:3]
    kinds = set(Revision.objects.values_list("record_kind", flat=True))
    assert kinds == {"society.structure", "society.activity", "society.tie"}
    assert Revision.objects.count() == len(before[3])
    assert AuditEntry.objects.count() == told + 2, "that the file was handed in, and that it was removed"


def test_what_changed_in_the_file_is_changed_here_and_stands_in_the_history(
    take: Callable[..., Any], analyst: Person
) -> None:
    take(THREE_W)
    plan = take(THREE_W.replace("Ongoing", "Done").replace("Government", "Private sector"))
    assert (len(plan.structures.changed), len(plan.activities.changed), len(plan.structures.new)) == (1, 1, 0)
    done = rows_of(Activity).get(title="Dialogue")
    assert (done.status, done.row_version) == ("done", 2)
    newest = history_of(done, viewer=analyst)[0]
    assert (newest.changes["status"], newest.by) == (["ongoing", "done"], analyst)
    assert rows_of(Structure).get(name="Ministry of Interior").sector == "business"
    assert take(THREE_W.replace("Ongoing", "Done").replace("Government", "Private sector")).is_nothing_new


def test_what_a_person_changed_since_is_left_and_named(
    take: Callable[..., Any], client: Client, analyst: Person
) -> None:
    take(OWN, name="own.csv")
    one = rows_of(Structure).get(name="Wajir Peace Committee")
    records.change(record=one, row_version=1, fields={"level": "middle"}, viewer=analyst, occasion=OCCASION)
    again = OWN.replace("Wajir Peace Committee,committee", "Wajir Committee,council")
    page = client.get(upload(client, again).headers["Location"]).content.decode()
    assert "Changed here since" in page
    assert "Wajir Peace Committee" in page
    assert len(take(again).structures.changed_here) == 1
    one.refresh_from_db()
    assert (one.name, one.level, one.kind) == ("Wajir Peace Committee", "middle", "committee")


def test_sharing_or_merging_is_no_change_of_what_the_file_said(
    take: Callable[..., Any], analyst: Person
) -> None:
    take(OWN)
    one = rows_of(Structure).get(name="Wajir Peace Committee")
    other = rows_of(Structure).get(name="Garissa Elders")
    records.change(
        record=one, row_version=1, fields={"merged_into": other}, viewer=analyst, occasion=OCCASION
    )
    assert len(take(OWN.replace("Wajir Peace Committee", "Wajir Committee")).structures.changed) == 1
    one.refresh_from_db()
    assert (one.name, one.merged_into_id) == ("Wajir Committee", other.pk)


def test_consent_is_known_of_public_bodies_and_of_whom_the_file_says_so(take: Callable[..., Any]) -> None:
    take(OWN)
    said = dict(rows_of(Structure).values_list("name", "consent"))
    assert said == {
        "Wajir Peace Committee": "not_asked",
        "Office of the President": "public",
        "Garissa Elders": "given",
    }


def test_who_was_not_asked_stays_with_the_organisation(
    take: Callable[..., Any], ministry: Organisation, outside_stakeholder: Person
) -> None:
    take(OWN, sharing=Sharing(organisations=frozenset({ministry.pk})), marking=Marking.AMBER)
    found = {one.name: sharing_of(one.audience_id) for one in rows_of(Structure)}
    assert found["Wajir Peace Committee"] == NOBODY_ELSE
    assert found["Office of the President"].organisations == {ministry.pk}
    page = client_of(outside_stakeholder).get("/structures/").content.decode()
    assert "Garissa Elders" in page
    assert "Wajir" not in page


def test_what_a_structure_does_is_never_seen_by_more_than_the_structure(
    take: Callable[..., Any], ministry: Organisation, outside_stakeholder: Person
) -> None:
    shared = {"sharing": Sharing(organisations=frozenset({ministry.pk})), "marking": Marking.AMBER}
    take(THREE_W.splitlines()[0] + "\n" + THREE_W.splitlines()[1])
    take(THREE_W, **shared)
    for one in rows_of(Activity):
        assert (
            not sharing_of(one.audience_id).organisations
            or sharing_of(one.structure.audience_id).organisations
            >= sharing_of(one.audience_id).organisations
        )
    assert rows_of(Activity).filter(is_wider_than_parent=True).count() == 0
    assert "Training" not in client_of(outside_stakeholder).get("/structures/").content.decode()


def test_a_file_that_must_be_mended_is_not_taken_in_at_all(client: Client) -> None:
    bad = OWN + "1,Another with the same id,committee,,,\n4,Refused,committee,,,no\n5,,committee,,,\n"
    where = upload(client, bad).headers["Location"]
    page = client.get(where).content.decode()
    assert "Something must be mended first" in page
    assert "Take all of it in" not in page
    assert "did not consent" in page
    client.post(where)
    assert counts() == (0, 0, 0)
    assert rows_of(ImportFile).count() == 1
    sheet = client.get(f"{where}messages.csv").content.decode()
    assert "row,column,what_to_do,must_be_mended" in sheet
    assert sheet.count("true") >= 3


def test_a_job_takes_in_what_is_long_once(client: Client, analyst: Person) -> None:
    where = upload(client, three_w_csv(three_w_rows(600))).headers["Location"]
    client.post(where)
    client.post(where)
    job = Job.objects.get(kind="take_in_structures")
    assert "It is being taken in" in client.get(where).content.decode()
    run_job(job_id=job.pk)
    job.refresh_from_db()
    assert job.state == State.DONE
    assert counts()[1] == 600
    assert not rows_of(ImportFile).exists()


@pytest.mark.parametrize("step", range(1, 6))
def test_a_cancelled_run_leaves_nothing(keep: Callable[..., ImportFile], analyst: Person, step: int) -> None:
    file, told = keep(THREE_W), AuditEntry.objects.count()

    def advance(done: int, _of: int) -> None:
        if done == step:
            raise JobCancelledError

    with pytest.raises(JobCancelledError):
        services.take_in(file=file, viewer=analyst, occasion=OCCASION, advance=advance)
    assert (counts(), rows_of(ImportFile).count()) == ((0, 0, 0), 1)
    assert AuditEntry.objects.count() == told
    services.take_in(file=file, viewer=analyst, occasion=OCCASION)
    assert counts() == (3, 3, 1)
    assert services.take_in(file=file, viewer=analyst, occasion=OCCASION) is None


def test_what_others_take_in_at_the_same_moment_is_not_doubled(
    keep: Callable[..., ImportFile], analyst: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = keep(THREE_W), keep(THREE_W, name="copy.csv")
    plan_of, waiting = planning.plan_of, [other]

    def overtaken(*args: Any, **options: Any) -> Any:
        plan = plan_of(*args, **options)
        if waiting:
            services.take_in(file=waiting.pop(), viewer=analyst, occasion=OCCASION)
        return plan

    monkeypatch.setattr(services, "plan_of", overtaken)
    services.take_in(file=one, viewer=analyst, occasion=OCCASION)
    assert counts() == (3, 3, 1)


def test_a_register_that_never_stands_still_is_said(
    keep: Callable[..., ImportFile], analyst: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services.selectors, "register_of", lambda *_args: object())
    monkeypatch.setattr(
        services, "plan_of", lambda *_args, **_options: planning.Plan({}, *[planning.Sorted()] * 3)
    )
    with pytest.raises(StaleRecordError, match="once more"):
        services.take_in(file=keep(OWN), viewer=analyst, occasion=OCCASION)


def test_the_same_few_queries_for_hundreds_of_rows(keep: Callable[..., ImportFile], analyst: Person) -> None:
    asked = []
    for count in (100, 400):
        file = keep(three_w_csv(three_w_rows(count, seed=count)))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            services.take_in(file=file, viewer=analyst, occasion=OCCASION)
        asked.append(sum(not query["sql"].startswith("INSERT") for query in queries))
    assert asked[1] <= asked[0] + 4, "no question is asked by row"


def test_history_and_audit_say_who_took_in_what(take: Callable[..., Any], analyst: Person) -> None:
    take(OWN)
    one = rows_of(Structure).get(name="Garissa Elders")
    (first,) = history_of(one, viewer=analyst)
    assert (first.row_version, first.by, first.changes["name"]) == (1, analyst, [None, "Garissa Elders"])
    told = AuditEntry.objects.filter(object_kind="society.structure", action="create")
    assert (
        sum(int(name.split("_")[1]) for entry in told for name in entry.field_names if "records_" in name)
        == 3
    )
    assert "Garissa" not in str(list(told.values()))


def test_our_own_ties_join_structures_by_id_or_name_whether_taken_in_or_listed_by_hand(
    take: Callable[..., Any], committee: Organisation, analyst: Person
) -> None:
    take(OWN)
    by_hand = structure(committee, analyst, "National Steering Committee")
    rows = (
        "source,target,layer,directed,evidence\n1,2,information,yes,Minutes\n"
        f"Garissa Elders,National Steering Committee,coordination,,\n3,{by_hand.pk},trust,,\n"
    )
    assert take(rows).ties.new
    assert set(rows_of(Tie).values_list("source__name", "target__name", "layer")) >= {
        ("Wajir Peace Committee", "Office of the President", "information"),
    }
    assert rows_of(Tie).filter(target=by_hand).count() + rows_of(Tie).filter(source=by_hand).count() == 2
    assert take(rows).is_nothing_new


REGISTER = (
    '{"a": {"name": "Peace Line", "scope": "local"}, "b": {"name": "World Aid", "scope": "international"}}'
)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (iati(20), "iati.xml"),
        (workbook([list(TAGS), list(TAGS.values()), *three_w_rows(20)]), "3w.xlsx"),
        (REGISTER, "register.json"),
    ],
    ids=["iati", "xlsx", "register"],
)  # fmt: skip
def test_every_form_is_found_out_taken_in_and_the_same_again(
    client: Client, content: bytes | str, name: str
) -> None:
    for _again in range(2):
        where = upload(client, content, name).headers["Location"]
        answer = client.post(where, follow=True)
        assert answer.status_code == 200
        if not _again:
            first = everything()
    assert first[0]
    assert everything()[:3] == first[:3]


def bomb() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (120 * 1024**2))
    return held.getvalue()


ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    '<iati-activities version="2.03"><iati-activity>&b;</iati-activity></iati-activities>'
)


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (bomb(), "a.xlsx", "far larger than it looks"),
        (ENTITIES, "a.xml", "declares a document type or entities"),
        (ENTITIES.encode("utf-16"), "a.xml", "UTF-8"),
        ("<iati-activities version='2.03'><a></iati-activities>", "a.xml", "not written as XML"),
        ("<iati-activities version='1.05'></iati-activities>", "a.xml", "2.0"),
        ("<html><script>x()</script></html>", "a.xml", "not plain text"),
        ("[" * 100_000, "a.json", "JSON"),
        ("place,colour\nx,y\n", "a.csv", "no column that says who"),
        ("", "a.csv", "empty"),
        (b"\x00\x01\x02" * 50, "a.csv", "none of these"),
        (b"x,y\n" * (10 * 1024**2 // 4 + 10), "a.csv", "10 MB"),
    ],
    ids=["zip-bomb", "entities", "utf-16", "broken", "version", "page", "deep", "columns", "empty", "binary", "large"],
)  # fmt: skip
def test_hostile_and_unusable_files_are_refused_with_what_to_do(
    client: Client, content: bytes | str, name: str, said: str
) -> None:
    answer = upload(client, content, name)
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert not rows_of(ImportFile).exists()


def test_fifty_megabytes_are_refused_before_they_are_read(client: Client) -> None:
    assert upload(client, b"x" * (50 * 1024**2)).status_code == 413
    assert not rows_of(ImportFile).exists()


def test_formulas_are_kept_as_words_and_disarmed_where_they_leave(
    client: Client, take: Callable[..., Any]
) -> None:
    take('id,name,kind\n1,"=HYPERLINK(""http://x"")",committee\n')
    (one,) = rows_of(Structure)
    assert one.name.startswith("=HYPERLINK")
    lines = "Organisation,Start date,Activity\n=1+1,=cmd(),x\nb,2024-01-01,y\n"
    where = upload(client, lines).headers["Location"]
    sheet = client.get(f"{where}messages.csv").content.decode()
    assert "\n=" not in sheet
    assert ",=" not in sheet


def test_nobody_else_sees_a_file_or_takes_it_in(
    keep: Callable[..., ImportFile], colleague: Person, outside_stakeholder: Person, stranger: Client,
    administrator: Person,
) -> None:  # fmt: skip
    police = accounts.create_organisation(name={"en": "Police"}, sector="security", occasion=OCCASION)
    officer = make_person("officer", police, RoleKind.LEAD)
    file = keep(OWN, sharing=Sharing(organisations=frozenset({police.pk})), marking=Marking.GREEN)
    where = f"{NEW}{file.pk}/"
    for address in (where, f"{where}messages.csv", f"{where}share/"):
        assert stranger.get(address).status_code == 302
        for person in (outside_stakeholder, officer, administrator):
            assert client_of(person).get(address).status_code == 404, (person, address)
    assert client_of(colleague).get(where).status_code == 403
    for person in (colleague, outside_stakeholder, officer, administrator):
        assert client_of(person).post(where).status_code in {403, 404}
        assert file.name not in client_of(person).get(NEW).content.decode()
    assert counts() == (0, 0, 0)


def test_a_job_stops_where_its_author_may_no_longer_write(
    keep: Callable[..., ImportFile], analyst: Person
) -> None:
    file = keep(OWN)
    job = services.take_in_later(file=file, viewer=analyst, now=timezone.now())
    analyst.is_active = False
    analyst.save()
    run_job(job_id=job.pk)
    assert (counts(), rows_of(ImportFile).count()) == ((0, 0, 0), 1)


def test_a_role_for_another_place_takes_nothing_in(committee: Organisation) -> None:
    person = make_person("of-ghana")
    accounts.give_role(
        person=person, organisation=committee, kind=RoleKind.ANALYST, place="gw:452", occasion=OCCASION
    )
    answer = upload(client_of(person), OWN)
    assert "Your role does not reach this place" in answer.content.decode()
    assert not rows_of(ImportFile).exists()


def test_our_own_tables_can_be_had_empty_and_read_back(client: Client, analyst: Person) -> None:
    for name in ("structures", "ties"):
        answer = client.get(f"{NEW}{name}.csv")
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}.csv"'
    head = client.get(f"{NEW}structures.csv").content.decode()
    with pytest.raises(InputError):
        services.read(b"\x00", services.Form.TIES, source="", known=list)
    assert head.startswith("id,name")
