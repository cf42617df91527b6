"""Playbook files into playbooks; every error at once, with file and line."""
