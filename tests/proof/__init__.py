"""Proofs that cross modules."""
