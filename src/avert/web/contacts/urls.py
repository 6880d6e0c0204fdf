from __future__ import annotations

from django.urls import URLPattern, path

from avert.web.contacts import ladder_views, tree_views, views
from avert.web.contacts.pages import pages_of_contact, pages_of_ladder, pages_of_tree
from avert.web.records.routes import share_routes
from avert.web.site.record_pages import whole_routes

app_name = "contacts"
urlpatterns: list[URLPattern] = [
    path("", views.contacts, name="contacts"),
    path("new/", views.new, name="new"),
    path("<uuid:contact_id>/", views.contact, name="contact"),
    path("<uuid:contact_id>/edit/", views.edit, name="edit"),
    path("<uuid:contact_id>/tried/", views.tried, name="tried"),
    path("<uuid:contact_id>/remove/", views.remove, name="remove"),
    *share_routes("contacts.contact", pages_of_contact),
    path("trees/", tree_views.trees, name="trees"),
    path("trees/new/", tree_views.new, name="new-tree"),
    path("trees/<uuid:tree_id>/", tree_views.tree, name="tree"),
    path("trees/<uuid:tree_id>/edit/", tree_views.edit, name="edit-tree"),
    path("trees/<uuid:tree_id>/rehearsed/", tree_views.rehearsed, name="rehearsed"),
    path("trees/<uuid:tree_id>/sheet.pdf", tree_views.sheet, name="sheet"),
    path("trees/<uuid:tree_id>/calls/new/", tree_views.new_call, name="new-call"),
    path("calls/<uuid:call_id>/", tree_views.call, name="call"),
    path("calls/<uuid:call_id>/remove/", tree_views.remove_call, name="remove-call"),
    *whole_routes("contacts.phonetree", pages_of_tree, under="trees/", name="tree"),
    path("ladders/", ladder_views.ladders, name="ladders"),
    path("ladders/new/", ladder_views.new, name="new-ladder"),
    path("ladders/<uuid:ladder_id>/", ladder_views.ladder, name="ladder"),
    path("ladders/<uuid:ladder_id>/edit/", ladder_views.edit, name="edit-ladder"),
    path("ladders/<uuid:ladder_id>/steps/new/", ladder_views.new_step, name="new-step"),
    path("steps/<uuid:step_id>/", ladder_views.step, name="step"),
    path("steps/<uuid:step_id>/remove/", ladder_views.remove_step, name="remove-step"),
    *whole_routes("contacts.ladder", pages_of_ladder, under="ladders/", name="ladder"),
]
