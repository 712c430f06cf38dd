"""The officers' web application: what is put on the screens, by whom, and who approved it.

The central folder on disk stays the truth: the console reads and writes `playlists/` and `media/`
as a hand would, and what a hand changes there appears here at once. Nothing reaches a screen but
what a reviewer signed, with a key that their own passphrase alone unlocks.

Only this room imports Django. `signage.console.server.serve` runs it; nothing else is offered.
"""
