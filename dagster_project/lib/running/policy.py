"""When the warehouse runs by itself: which schedule and sensor is on in which environment. The only place that says so.

An automation or an environment that is not in the table is an error, so that nothing starts running unnoticed.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from dagster_project.lib.errors import WrongUse

VARIABLE = "CARBON_ENVIRONMENT"
DEFAULT_ENVIRONMENT = "development"

# Day of the city, not of the server; early enough that the figures of yesterday stand when offices open.
DAILY_RUN_CRON = "0 6 * * *"
DAILY_RUN_TIMEZONE = "Asia/Shanghai"
LANDING_INTERVAL_SECONDS = 60

# automation -> environment -> whether it runs as soon as the code location is loaded
AUTOMATION: Mapping[str, Mapping[str, bool]] = {
    "daily_run": {"development": False, "test": False, "production": True},
    "new_deliveries": {"development": False, "test": False, "production": True},
}
ENVIRONMENTS = ("development", "test", "production")


def environment() -> str:
    """The environment this process is in, from CARBON_ENVIRONMENT."""
    name = os.environ.get(VARIABLE, DEFAULT_ENVIRONMENT)
    if name not in ENVIRONMENTS:
        raise WrongUse(f"{VARIABLE} is {name!r}; set it to one of {', '.join(ENVIRONMENTS)}")
    return name


def runs_by_default(automation: str, in_environment: str) -> bool:
    """Whether an automation is on; one that is not declared for the environment is refused."""
    try:
        return AUTOMATION[automation][in_environment]
    except KeyError:
        raise WrongUse(
            f"the automation {automation!r} is not declared for the environment {in_environment!r}; "
            "add it to AUTOMATION in lib/running/policy.py"
        ) from None
