"""Every address of the console: the table in `access.py`, and nothing else."""

from __future__ import annotations

from django.urls import path

from signage.console.access import ROUTES, guarded

urlpatterns = [path(route.path, guarded(route), name=route.name) for route in ROUTES]
