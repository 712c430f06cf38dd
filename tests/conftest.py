from __future__ import annotations

from hypothesis import HealthCheck, settings

# No example is timed: a busy machine is no fault of what is tested.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")
