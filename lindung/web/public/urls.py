"""The addresses of the public door. None tells what it is about, and none holds a code."""

from django.urls import URLPattern, URLResolver, path

from lindung.web.public.views import all_on_one, chat, files, home, leaving, mailbox, sending, tell

app_name = "public"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("pesan/aman/", home.before, name="before"),
    path("pesan/peramban/", home.traces, name="traces"),
    path("pesan/", tell.start, name="start"),
    path("pesan/semua/", all_on_one.everything, name="everything"),
    path("pesan/semua/pendek/", all_on_one.everything_of_a_child, name="everything-child"),
    path("pesan/berkas/", files.files, name="files"),
    path("pesan/kirim/", sending.summary, name="summary"),
    path("pesan/terkirim/", sending.done, name="done"),
    path("pesan/obrolan/", chat.start, name="chat-start"),
    path("pesan/obrolan/tulis/", chat.talk, name="chat"),
    path("pesan/obrolan/jawaban/", chat.answers, name="chat-answers"),
    path("pesan/lanjut/", mailbox.enter, name="mailbox"),
    path("pesan/lanjut/semua/", mailbox.once, name="mailbox-once"),
    path("pesan/kotak/", mailbox.box, name="box"),
    path("pesan/tutup/", leaving.leave, name="leave"),
    path("pesan/selesai/", leaving.finish, name="finish"),
    path("u/<slug:unit_code>/", home.home, name="unit-home"),
    path("u/<slug:unit_code>/pesan/", tell.start, name="unit-start"),
    path("u/<slug:unit_code>/pesan/aman/", home.before, name="unit-before"),
    path("pesan/<slug:name>/", tell.question, name="question"),
]
