"""The lobby screen of a one-stop public service centre: content, store, player.

Start with `signage/README.md`, which maps the rooms and says what each may import.
"""
