"""The one router: an address may be told to and read from, so both sides hang on the same one."""

from ninja import Router

router = Router()
