"""Addresses that machines of a channel call: answered at once, read later."""
