"""Telegram's Bot API: what it says and takes. It decides nothing and knows no table."""
