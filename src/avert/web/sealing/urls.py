from __future__ import annotations

from django.urls import path

from avert.web.sealing import views

app_name = "sealing"
urlpatterns = [
    path("organisation/<uuid:organisation_id>/custodian/", views.custodian, name="custodian"),
    path("organisation/<uuid:organisation_id>/custodian/name/", views.name_custodian, name="name"),
    path("organisation/<uuid:organisation_id>/custodian/key/", views.make_key, name="make-key"),
    path("organisation/<uuid:organisation_id>/custodian/key/try/", views.prove_key, name="prove-key"),
    path("organisation/<uuid:organisation_id>/custodian/hand-over/", views.hand_over, name="hand-over"),
    path("organisation/<uuid:organisation_id>/custodian/begin-anew/", views.begin_anew, name="begin-anew"),
    path("sealed/key-file/", views.key_file, name="key-file"),
    path("sealed/<uuid:record_id>/", views.open_sealed, name="open"),
]
