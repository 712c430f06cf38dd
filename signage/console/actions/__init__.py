"""One file an address: `access.ROUTES` names them, and each offers `view`.

POST, redirect, GET: no action answers a POST with a page, but for a form that has to be mended.
"""
