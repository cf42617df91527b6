"""Deciding: plans, gates, runs, undo; no I/O of its own."""
