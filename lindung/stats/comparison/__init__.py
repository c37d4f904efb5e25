"""Comparing districts honestly: intervals, peers, ranks, times, findings. No database."""
