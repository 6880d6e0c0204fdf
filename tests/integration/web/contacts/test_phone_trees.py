"""A phone tree is built call by call, names whom it leaves out, and goes on paper."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation
from pypdf import PdfReader
from tests.people import OCCASION, client_of
from tests.record_samples import write_contact, write_phone_tree

from avert.handling import Marking
from avert.web.accounts.models import Organisation, Person
from avert.web.audit.models import AuditEntry
from avert.web.contacts import services
from avert.web.contacts.models import Call, Contact, PhoneTree
from avert.web.contacts.paper import tree_paper
from avert.web.contacts.selectors import calls_of, contacts_in
from avert.web.records.audiences import sharing_of
from avert.web.records.selectors import readable_by

Contacts = dict[str, Contact]


@pytest.fixture
def client(analyst: Person) -> Client:
    return client_of(analyst)


@pytest.fixture
def tree(committee: Organisation, analyst: Person) -> PhoneTree:
    return write_phone_tree(committee, analyst, opens_with="The road is closed. Stay where you are.")


@pytest.fixture
def people(committee: Organisation, analyst: Person) -> Contacts:
    roles = ("Chair", "Deputy", "Elder", "Teacher")
    return {
        role: write_contact(committee, analyst, role=role, way="sms", phone=f"+25470000000{number}")
        for number, role in enumerate(roles)
    }


@pytest.fixture
def add(client: Client, tree: PhoneTree, people: Contacts) -> Callable[..., Any]:
    def add_call(caller: str, callee: str, instead: str = "", order: int = 1) -> Any:
        keys = {"caller": caller, "callee": callee, "instead": instead}
        form = {name: str(people[role].pk) if role else "" for name, role in keys.items()} | {"order": order}
        return client.post(f"/contacts/trees/{tree.pk}/calls/new/", form)

    return add_call


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def pages_of(pdf: bytes) -> list[str]:
    return [re.sub(r"\s+", " ", page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages]


def test_a_tree_is_built_call_by_call_and_counts_what_it_takes(
    client: Client, tree: PhoneTree, add: Callable[..., Any]
) -> None:
    for call in (
        ("", "Chair", "Deputy"),
        ("Chair", "Elder"),
        ("Chair", "Deputy", "", 2),
        ("Elder", "Teacher"),
    ):
        assert add(*call).status_code == 302
    page = words(client.get(f"/contacts/trees/{tree.pk}/"))
    assert "Minutes until the last one knows 15" in page
    assert "Calls in the longest chain 3" in page
    assert "nobody answers: Deputy" in page
    assert "Minutes until the last one knows 30" in words(
        client.get(f"/contacts/trees/{tree.pk}/?minutes=10")
    )
    assert "North: 1 Chair +254700000000, else Deputy +254700000001" in page
    assert client.get(f"/contacts/trees/{tree.pk}/?minutes=nonsense").status_code == 200


def test_a_circle_and_a_second_call_to_the_same_are_refused(
    client: Client, tree: PhoneTree, add: Callable[..., Any], analyst: Person
) -> None:
    add("", "Chair")
    add("Chair", "Deputy")
    assert "called twice" in words(add("", "Deputy"))
    assert "Choose two" in words(add("Elder", "Elder"))
    call = readable_by(analyst, Call).get(caller=None)
    form = {"caller": str(readable_by(analyst, Contact).get(role="Deputy").pk), "callee": str(call.callee_id)}
    answer = client.post(f"/contacts/calls/{call.pk}/", form | {"order": 1, "row_version": 1})
    assert "round in a circle" in words(answer)
    assert readable_by(analyst, Call).count() == 2


def test_whom_nobody_calls_and_who_stands_beside_are_named(
    client: Client, tree: PhoneTree, add: Callable[..., Any]
) -> None:
    add("", "Chair")
    add("Elder", "Deputy")
    page = words(client.get(f"/contacts/trees/{tree.pk}/"))
    assert re.search(r"Nobody calls these, though they are to call others: Elder ?, Deputy", page)
    assert re.search(r"stand in no call: Teacher", page)


def test_a_call_is_changed_and_taken_out(
    client: Client, tree: PhoneTree, add: Callable[..., Any], people: Contacts, analyst: Person
) -> None:
    add("", "Chair")
    call = readable_by(analyst, Call).get()
    form = {"caller": "", "callee": str(people["Elder"].pk), "order": 2}
    assert client.post(f"/contacts/calls/{call.pk}/", form | {"row_version": 9}).status_code == 200
    assert client.post(f"/contacts/calls/{call.pk}/", form | {"row_version": 1}).status_code == 302
    assert readable_by(analyst, Call).get().callee_id == people["Elder"].pk
    gone = client.post(f"/contacts/calls/{call.pk}/remove/", {"row_version": 2})
    assert gone.headers["Location"] == f"/contacts/trees/{tree.pk}/"
    assert not readable_by(analyst, Call).exists()


def test_contacts_that_the_viewer_may_not_read_are_neither_offered_nor_taken(
    client: Client, tree: PhoneTree, ministry: Organisation, outside_stakeholder: Person
) -> None:
    hidden = write_contact(ministry, outside_stakeholder, role="Zanzibarite")
    address = f"/contacts/trees/{tree.pk}/calls/new/"
    assert "Zanzibarite" not in client.get(address).content.decode()
    answer = client.post(address, {"callee": str(hidden.pk), "order": 1})
    assert answer.status_code == 200
    assert "Zanzibarite" not in answer.content.decode()


def test_sharing_a_tree_shares_its_calls_and_hides_contacts_that_are_not_shared(
    client: Client,
    tree: PhoneTree,
    add: Callable[..., Any],
    ministry: Organisation,
    outside_stakeholder: Person,
) -> None:
    analyst = tree.created_by
    ministry.is_listed = True
    ministry.save()
    add("", "Chair")
    form = {"marking": "2", "organisations": str(ministry.pk), "row_version": "1"}
    assert client.post(f"/contacts/trees/{tree.pk}/share/", form).status_code == 302
    tree, call = readable_by(analyst, PhoneTree).get(), readable_by(analyst, Call).get()
    assert sharing_of(call.audience_id) == sharing_of(tree.audience_id)
    assert (call.marking, sharing_of(tree.audience_id).organisations) == (tree.marking, {ministry.pk})
    page = words(client_of(outside_stakeholder).get(f"/contacts/trees/{tree.pk}/"))
    assert "a contact that is not shown to you" in page
    assert "+254700000000" not in page
    pdf = client_of(outside_stakeholder).get(f"/contacts/trees/{tree.pk}/sheet.pdf")
    assert not any("+254700000000" in text for text in pages_of(pdf.content))


@pytest.mark.parametrize("paper", ["a4", "a5"])
def test_each_caller_gets_a_page_with_own_calls_what_to_say_and_the_marking(
    client: Client, tree: PhoneTree, add: Callable[..., Any], paper: str
) -> None:
    add("", "Chair", "Deputy")
    add("Chair", "Elder")
    answer = client.get(f"/contacts/trees/{tree.pk}/sheet.pdf?paper={paper}")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "North" not in answer.headers["Content-Disposition"]
    pages = pages_of(answer.content)
    assert len(pages) == 2
    for text in pages:
        assert "The road is closed" in text
        assert "TLP:AMBER+STRICT" in text
    assert pages[0].count("+254700000000") == 2, "on the page and on the card"
    assert pages[0].count("+254700000001") == 2
    assert "Chair" in pages[1]
    assert "+254700000002" in pages[1]
    assert "+254700000001" not in pages[1], "a card holds only one's own calls"
    assert AuditEntry.objects.filter(action="export", object_id=str(tree.pk)).count() == 1


def test_a_paper_can_be_read_in_arabic(tree: PhoneTree, people: Contacts, analyst: Person) -> None:
    chair = write_contact(tree.owner, analyst, role="رئيس اللجنة", phone="+254711111111")
    services.add_call(tree=tree, callee=chair, viewer=analyst, occasion=OCCASION)
    calls = calls_of(analyst, tree)
    with translation.override("ar"):
        pdf = tree_paper(tree, calls, contacts_in(analyst, calls), now=timezone.now(), paper="a4")
    fonts = {
        str(font.get_object()["/BaseFont"])
        for page in PdfReader(io.BytesIO(pdf)).pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert any("DejaVuSansMono" in font for font in fonts)
    assert "+254711111111" in pages_of(pdf)[0]


def test_what_was_written_cannot_become_markup_on_paper(
    client: Client, committee: Organisation, analyst: Person
) -> None:
    tree = write_phone_tree(
        committee, analyst, title='#panic("x") $a$ *b*', opens_with='#read("/etc/passwd") [x'
    )
    chair = write_contact(committee, analyst, role="= Head #eval", phone="+254711111111")
    services.add_call(tree=tree, callee=chair, viewer=analyst, occasion=OCCASION)
    text = pages_of(client.get(f"/contacts/trees/{tree.pk}/sheet.pdf").content)[0]
    assert '#panic("x")' in text.replace("“", '"').replace("”", '"')
    assert "= Head #eval" in text


def test_a_sheet_carries_the_most_restrictive_marking_of_whom_it_names(
    client: Client, committee: Organisation, analyst: Person
) -> None:
    tree = write_phone_tree(committee, analyst, title="At night", marking=Marking.GREEN)
    elder = write_contact(
        committee, analyst, role="Elder", phone="+254711111111", marking=Marking.AMBER_STRICT
    )
    services.add_call(tree=tree, callee=elder, viewer=analyst, occasion=OCCASION)
    text = pages_of(client.get(f"/contacts/trees/{tree.pk}/sheet.pdf").content)[0]
    assert "Elder" in text
    assert "TLP:AMBER+STRICT" in text


def test_neither_paper_nor_text_names_what_is_red(
    client: Client, committee: Organisation, analyst: Person
) -> None:
    tree = write_phone_tree(committee, analyst, title="At night")
    elder = write_contact(committee, analyst, role="Elder", phone="+254711111111", marking=Marking.RED)
    services.add_call(tree=tree, callee=elder, viewer=analyst, occasion=OCCASION)
    text = pages_of(client.get(f"/contacts/trees/{tree.pk}/sheet.pdf").content)[0]
    assert "Elder" not in text
    assert "711111111" not in text
    red = write_phone_tree(committee, analyst, title="Nobody knows", marking=Marking.RED)
    services.add_call(tree=red, callee=elder, viewer=analyst, occasion=OCCASION)
    assert client.get(f"/contacts/trees/{red.pk}/sheet.pdf").status_code == 404
    page = client.get(f"/contacts/trees/{red.pk}/").content.decode()
    assert "sheet.pdf" not in page
    assert "711111111" not in page.split("<details>")[-1] or "<details>" not in page


def test_a_rehearsal_is_written_down(client: Client, tree: PhoneTree, analyst: Person) -> None:
    assert client.post(f"/contacts/trees/{tree.pk}/rehearsed/").status_code == 302
    assert readable_by(analyst, PhoneTree).get().rehearsed_on == timezone.now().date()
    assert client.get(f"/contacts/trees/{tree.pk}/sheet.pdf").status_code == 404, "nobody to print a page for"


def test_a_reader_sees_the_tree_and_changes_nothing(
    tree: PhoneTree, add: Callable[..., Any], colleague: Person, analyst: Person
) -> None:
    add("", "Chair")
    call, reader = readable_by(analyst, Call).get(), client_of(colleague)
    assert "calls/new/" not in reader.get(f"/contacts/trees/{tree.pk}/").content.decode()
    for address in (f"trees/{tree.pk}/calls/new/", f"calls/{call.pk}/", f"calls/{call.pk}/remove/"):
        assert reader.get(f"/contacts/{address}").status_code == 403, address
    for address in (f"trees/{tree.pk}/rehearsed/", f"trees/{tree.pk}/edit/"):
        assert reader.post(f"/contacts/{address}").status_code == 403, address
