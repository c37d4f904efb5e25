"""Addresses of the law, below `/meja/hukum/`."""

from django.urls import URLPattern, URLResolver, path

from lindung.web import numbers  # noqa: F401  # teaches `path` the word case_number
from lindung.web.law.views import days, duty, ladder, page

app_name = "law"
CASE = "<case_number:number>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("sidang/", days.days, name="days"),
    path(CASE, page.law, name="law"),
    path(CASE + "buka/<slug:what>/<uuid:row_id>/", page.open_words, name="open"),
    path(CASE + "hak/<slug:right>/", page.right, name="right"),
    path(CASE + "jalur/", ladder.open_proceeding, name="open_proceeding"),
    path(CASE + "jalur/<uuid:row_id>/langkah/", ladder.take_step, name="take_step"),
    path(CASE + "jalur/<uuid:row_id>/perlindungan/", ladder.add_order, name="add_order"),
    path(CASE + "jalur/<uuid:row_id>/sidang/", days.plan, name="plan_hearing"),
    path(CASE + "langkah/<uuid:row_id>/coret/", ladder.strike_step, name="strike_step"),
    path(CASE + "perlindungan/<uuid:row_id>/akhiri/", ladder.end_order, name="end_order"),
    path(CASE + "sidang/<uuid:row_id>/hasil/", days.end, name="end_hearing"),
    path(CASE + "tenggat/<uuid:row_id>/akhiri/", ladder.end_clock, name="end_clock"),
    path(CASE + "lapor-polisi/", duty.answer, name="answer_duty"),
    path(CASE + "lapor-polisi/<uuid:row_id>/jam/", duty.confirm, name="confirm_hour"),
    path(CASE + "lapor-polisi/<uuid:row_id>/alasan/", duty.opinion, name="write_opinion"),
    path(CASE + "lapor-polisi/<uuid:row_id>/putuskan/", duty.decide, name="sign_opinion"),
]
