"""Tests of toolkit.model."""
