# Stand-in of the lab for Exchange's own start script of an Edge server; the snap-ins are loaded before.
if (-not (Get-Command -Name Get-ExchangeServer -ErrorAction SilentlyContinue)) { throw 'the snap-ins are not loaded' }
