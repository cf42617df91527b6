"""Playbook steps into PowerShell text."""
