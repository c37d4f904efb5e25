"""Sending help now: who goes, how they stay safe, when they arrived, and what it cost."""
