from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from avert.web.records import services as records
from avert.web.records.routes import remove_route, share_routes
from avert.web.response import (
    calendar_views,
    convening_views,
    pages,
    protocol_views,
    room_views,
    services,
)

ROOM, PROTOCOL = "rooms/<uuid:record_id>/", "protocols/<uuid:record_id>/"
# The kinds with the pages that every record has: share, history, remove.
KINDS = {
    "room": pages.pages_of_room,
    "meeting": pages.pages_of_meeting,
    "task": pages.pages_of_task,
    "invitation": pages.pages_of_invitation,
    "protocol": pages.pages_of_protocol,
    "protocoloption": pages.pages_of_option,
    "rehearsal": pages.pages_of_rehearsal,
}
FOLDERS = {"protocoloption": "options/"}

app_name = "response"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", room_views.rooms, name="rooms"),
    path("rooms/new/", room_views.new, name="new-room"),
    path(ROOM, room_views.room, name="room"),
    path(f"{ROOM}edit/", room_views.edit, name="edit-room"),
    path(f"{ROOM}dates.ics", room_views.dates, name="dates"),
    path(f"{ROOM}meetings/new/", room_views.new_meeting, name="new-meeting"),
    path(f"{ROOM}tasks/new/", room_views.new_task, name="new-task"),
    path("convene/", convening_views.convene, name="convene"),
    path(f"{ROOM}invitations/new/", convening_views.invite, name="invite"),
    path("invitations/<uuid:record_id>/edit/", convening_views.edit, name="edit-invitation"),
    path("invitations/<uuid:record_id>/letter.pdf", convening_views.letter, name="letter"),
    path("calendar/", calendar_views.calendar, name="calendar"),
    path("calendar/dates.ics", calendar_views.dates, name="calendar-file"),
    path("meetings/<uuid:record_id>/edit/", room_views.edit_meeting, name="edit-meeting"),
    path("tasks/<uuid:record_id>/edit/", room_views.edit_task, name="edit-task"),
    path("protocols/", protocol_views.protocols, name="protocols"),
    path("protocols/new/", protocol_views.new, name="new-protocol"),
    path(PROTOCOL, protocol_views.protocol, name="protocol"),
    path(f"{PROTOCOL}edit/", protocol_views.edit, name="edit-protocol"),
    path(f"{PROTOCOL}options/new/", protocol_views.new_option, name="new-option"),
    path(f"{PROTOCOL}rehearsals/new/", protocol_views.new_rehearsal, name="new-rehearsal"),
    path("options/<uuid:record_id>/edit/", protocol_views.edit_option, name="edit-option"),
    path("rehearsals/<uuid:record_id>/edit/", protocol_views.edit_rehearsal, name="edit-rehearsal"),
]
for kind, pages_of in KINDS.items():
    under = FOLDERS.get(kind, f"{kind}s/")
    share = services.share_room if kind == "room" else records.share
    urlpatterns += share_routes(f"response.{kind}", pages_of, under=under, name=kind, service=share)
    urlpatterns.append(remove_route(f"response.{kind}", pages_of, under=under, name=kind))
