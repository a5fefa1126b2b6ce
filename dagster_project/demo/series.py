"""Which series fills a delivery beside its hand-written rows: one function per source."""

from __future__ import annotations

from collections.abc import Callable

from dagster_project.demo.buildings import building_rows
from dagster_project.demo.certificate_series import certificate_rows
from dagster_project.demo.city import registry_rows
from dagster_project.demo.credit_series import consent_rows, event_rows, score_rows
from dagster_project.demo.economics_series import economics_rows
from dagster_project.demo.energy_series import energy_rows
from dagster_project.demo.farm_series import farm_activity_rows
from dagster_project.demo.farms import farm_rows
from dagster_project.demo.forests import plot_rows, survey_rows
from dagster_project.demo.freight_series import freight_rows
from dagster_project.demo.indicator_series import indicator_rows
from dagster_project.demo.later import later_rows
from dagster_project.demo.lending_series import application_rows, balance_rows, contract_rows
from dagster_project.demo.measure_series import measure_rows
from dagster_project.demo.meter_series import meter_rows
from dagster_project.demo.output_series import output_rows
from dagster_project.demo.process_series import process_rows
from dagster_project.demo.recipes import Plan, Row
from dagster_project.demo.residents import consents, loans
from dagster_project.demo.residents.abuse import review_rows
from dagster_project.demo.residents.behaviour import behaviour_rows
from dagster_project.demo.residents.persons import registry_rows as person_rows
from dagster_project.demo.residents.rewards import allowance_rows, redemption_rows
from dagster_project.lib.contract import SourceContract

Maker = Callable[[Plan, int], list[Row]]

SERIES: dict[str, Maker] = {
    "account_registry": registry_rows,
    "behaviour_review": review_rows,
    "building_registry": building_rows,
    "city_indicator": indicator_rows,
    "consent_event": consent_rows,
    "credit_event": event_rows,
    "credit_score": score_rows,
    "energy_consumption": energy_rows,
    "enterprise_economics": economics_rows,
    "farm_activity": farm_activity_rows,
    "farm_registry": farm_rows,
    "forest_plot": plot_rows,
    "forest_survey": survey_rows,
    "freight_trip": freight_rows,
    "green_certificate": certificate_rows,
    "loan_application": application_rows,
    "loan_balance": balance_rows,
    "loan_contract": contract_rows,
    "personal_allowance": allowance_rows,
    "personal_behaviour": behaviour_rows,
    "person_registry": person_rows,
    "points_redemption": redemption_rows,
    "process_activity": process_rows,
    "production_output": output_rows,
    "reduction_measure": measure_rows,
}
# Of sources that hold organisations and residents: the deliveries of residents have a series "person".
PERSON = "person"
SERIES_OF_PERSONS: dict[str, Maker] = {
    "consent_event": consents.consent_rows,
    "loan_application": loans.application_rows,
    "loan_balance": loans.balance_rows,
    "loan_contract": loans.contract_rows,
}

SOURCES_OF_PERSONS = frozenset(
    {
        "behaviour_review",
        "erasure_request",
        "person_registry",
        "personal_allowance",
        "personal_behaviour",
        "points_redemption",
    }
)


def is_of_persons(plan: Plan) -> bool:
    """Whether a delivery is about residents."""
    return plan.source in SOURCES_OF_PERSONS or PERSON in plan.series


def series_rows(contract: SourceContract, plan: Plan, seed: int, years: int) -> list[Row]:
    """The rows of a plan's series, so many years later; readings are made on the calendar of their year."""
    if plan.source == "electricity_meter":
        return meter_rows(plan, seed, years)
    made_by = SERIES_OF_PERSONS if PERSON in plan.series else SERIES
    return later_rows(contract, made_by[plan.source](plan, seed), years)
