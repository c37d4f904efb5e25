"""Comparing districts honestly: intervals, peers, ranks, times, findings. Pure, without a database."""
