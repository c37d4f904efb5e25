"""Addresses of duty, below `/meja/piket/`; two that need no sign-in are at the root."""

from django.urls import URLPattern, URLResolver, path, re_path

from lindung.web import numbers  # noqa: F401  # teaches `path` the word contact_number
from lindung.web.duty.views import (
    calling,
    calls,
    console,
    covers,
    figures,
    hand_over,
    people,
    rota,
    switchboard,
)

app_name = "duty"
urlpatterns: list[URLPattern | URLResolver] = [
    path("papan/", console.console, name="console"),
    path("angka/", figures.figures, name="figures"),
    path("jadwal/", rota.week, name="week"),
    path("jadwal/rencana/", rota.plans, name="plans"),
    path("jadwal/rencana/baru/", rota.draft, name="draft"),
    path("jadwal/rencana/<uuid:plan_id>/", rota.plan, name="plan"),
    path("jadwal/rencana/<uuid:plan_id>/tarik/", rota.withdraw, name="withdraw_plan"),
    path("jadwal/rencana/<uuid:plan_id>/<uuid:shift_id>/", rota.shift, name="shift"),
    path("jadwal/pola/", rota.pattern, name="pattern"),
    path("jadwal/pola/<uuid:template_id>/akhiri/", rota.end_pattern, name="end_pattern"),
    path("jadwal/libur/", people.holidays, name="holidays"),
    path("jadwal/libur/<uuid:day_id>/hapus/", people.end_holiday, name="end_holiday"),
    path("jadwal/kosong/", people.cover, name="cover"),
    path("jadwal/isi/", covers.order, name="order"),
    path("jadwal/gilir/<uuid:shift_id>/", covers.ask_cover, name="ask_cover"),
    path("jadwal/gilir/<uuid:shift_id>/tukar/", covers.ask_swap, name="ask_swap"),
    path("jadwal/minta/<uuid:cover_id>/", covers.decide, name="decide_cover"),
    path("jadwal/minta/<uuid:cover_id>/tarik/", covers.withdraw, name="withdraw_cover"),
    path("jadwal/kalender/", people.my_calendar, name="calendar"),
    path("telepon/", people.telephones, name="phones"),
    path("telepon/baru/", people.add_phone, name="add_phone"),
    path("telepon/<uuid:reach_id>/kode/", people.draw_code, name="draw_code"),
    path("telepon/<uuid:reach_id>/pasti/", people.prove, name="prove"),
    path("telepon/<uuid:reach_id>/akhiri/", people.end_phone, name="end_phone"),
    path("serah-terima/", hand_over.sheet, name="hand_over"),
    path("serah-terima/lembar/", hand_over.paper, name="hand_over_paper"),
    path("serah-terima/beri/", hand_over.give, name="give_over"),
    path("serah-terima/<uuid:hand_over_id>/terima/", hand_over.take, name="take_over"),
    path("panggilan/", calls.calls, name="calls"),
    path("panggilan/<uuid:call_id>/jawab/", calls.answer_call, name="answer_call"),
    path("panggilan/terus/<uuid:alarm_id>/", calls.go_on, name="go_on"),
    path("hp/<contact_number:number>/telepon/", switchboard.call_out, name="call_out"),
    path("panggilan/keadaan/", calling.health, name="health"),
    path("panggilan/uji/", calling.start_drill, name="start_drill"),
    path("panggilan/aturan/", calling.policies, name="policies"),
    path("panggilan/aturan/<slug:severity>/", calling.policy, name="policy"),
]
open_urlpatterns: list[URLPattern | URLResolver] = [
    re_path(r"^p/(?P<link>[A-Za-z0-9_-]{22})/$", calls.answer_link, name="answer_link"),
    re_path(
        r"^kal/(?P<secret>[A-Za-z0-9_-]{32})\.ics$", people.calendar_file, name="calendar_file"
    ),
]
