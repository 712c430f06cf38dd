"""The database's steps."""
