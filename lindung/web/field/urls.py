"""Addresses of the field, below `/meja/penugasan/`."""

from django.urls import URLPattern, URLResolver, path

from lindung.web import numbers  # noqa: F401  # teaches `path` the word mission_number
from lindung.web.field.views import (
    acts,
    danger,
    entries,
    mission,
    missions,
    papers,
    phones,
    ready,
    send,
)

app_name = "field"
MISSION = "<mission_number:number>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", missions.missions, name="missions"),
    path("hp/", phones.phones, name="phones"),
    path("hp/<uuid:device_id>/akhiri/", phones.end_phone, name="end_phone"),
    path("siap/", ready.ready, name="ready"),
    path("siap/mitra/", ready.add_partner, name="add_partner"),
    path("siap/mitra/<uuid:partner_id>/akhiri/", ready.end_partner, name="end_partner"),
    path("siap/petugas/<uuid:staff_id>/", ready.profile, name="profile"),
    path("untuk/<report_number:number>/", send.for_report, name="send"),
    path("untuk/<case_number:number>/", send.for_case, name="send_for_case"),
    path(MISSION, mission.mission, name="mission"),
    path(MISSION + "buka/", mission.open_words, name="open"),
    path(MISSION + "lapangan/", entries.entries, name="entries"),
    path(MISSION + "lapangan/buka/", entries.open_entries, name="open_entries"),
    path(MISSION + "lapangan/<uuid:entry_id>/", entries.decide, name="decide_entry"),
    path(MISSION + "lapangan/<uuid:entry_id>/gambar/", entries.picture, name="entry_picture"),
    path(MISSION + "bahaya/", danger.danger, name="danger"),
    path(MISSION + "bahaya/selesai/", danger.settle, name="settle"),
    path(MISSION + "saat/<slug:stamp>/", acts.stamp, name="stamp"),
    path(MISSION + "saat/", acts.late_stamp, name="late_stamp"),
    path(MISSION + "kabar/", acts.say, name="say"),
    path(MISSION + "rencana/", acts.plan, name="plan"),
    path(MISSION + "petugas/", acts.add_crew, name="add_crew"),
    path(MISSION + "petugas/<uuid:staff_id>/lepas/", acts.end_crew, name="end_crew"),
    path(MISSION + "sendiri/", acts.sign_alone, name="sign_alone"),
    path(MISSION + "bantuan/", acts.help_is_sent, name="help_is_sent"),
    path(MISSION + "batal/", acts.call_off, name="call_off"),
    path(MISSION + "uang/", papers.spend, name="spend"),
    path(MISSION + "uang/<uuid:expense_id>/bukti/", papers.receipt, name="receipt"),
    path(MISSION + "surat/", papers.write, name="paper"),
    path(MISSION + "surat/<uuid:paper_id>/", papers.show_paper, name="paper_pdf"),
    path(MISSION + "hasil/", papers.result, name="result"),
]
