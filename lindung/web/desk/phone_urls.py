"""Addresses of the duty phone, below *Piket*."""

from django.urls import path

from lindung.web.desk.views import call_log, chat_import, phone, phone_acts

CONTACT = "<contact_number:number>/"

urlpatterns = [
    path("", phone.home, name="phone"),
    path("tak-terjawab/", phone.missed, name="phone_missed"),
    path("daftar-panggilan/", call_log.call_log, name="phone_log"),
    path("kode/", phone.codes, name="phone_codes"),
    path(CONTACT, phone.contact, name="phone_contact"),
    path(CONTACT + "buka/", phone.open_words, name="phone_words"),
    path(CONTACT + "jenis/", phone.sort, name="phone_sort"),
    path(CONTACT + "batas/", phone.limits, name="phone_limits"),
    path(CONTACT + "jawaban/", phone.answers, name="phone_answers"),
    path(CONTACT + "aman/", phone_acts.safe, name="phone_safe"),
    path(CONTACT + "pengaduan/", phone_acts.report, name="phone_report"),
    path(CONTACT + "selesai/", phone_acts.end, name="phone_end"),
    path(CONTACT + "tahu/", phone_acts.know_too, name="phone_know"),
    path(CONTACT + "lagi/", phone_acts.again, name="phone_again"),
    path(CONTACT + "dampingi/", phone_acts.debrief, name="phone_debrief"),
    path(CONTACT + "obrolan/", chat_import.chat, name="phone_chat"),
    path(CONTACT + "obrolan/terhapus/", chat_import.deleted, name="phone_chat_deleted"),
    path(CONTACT + "obrolan/<uuid:import_id>/", chat_import.words, name="phone_chat_words"),
    path(CONTACT + "keputusan/", phone_acts.decide, name="phone_decide"),
    path(CONTACT + "tandai/", phone_acts.flag, name="phone_flag"),
    path(CONTACT + "hapus-tanda/", phone_acts.lift, name="phone_lift"),
]
