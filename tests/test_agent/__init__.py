"""The resident agent in a real PowerShell, through the shell that the product uses."""
