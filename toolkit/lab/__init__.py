"""A loopback WS-Man server over recorded scenarios or a real PowerShell."""
