"""Screens of the law: proceedings and their limits, the duty to report, hearings, rights."""
