"""The truth against the servers, whatever Hypothesis lets callers do."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.model.machine import Callers, PatientCallers
from tests.model.surroundings import Surroundings

QUICK = settings(
    max_examples=30,
    stateful_step_count=20,
    derandomize=True,
    deadline=None,
    print_blob=False,
    report_multiple_bugs=False,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)
THOROUGH = settings(QUICK, max_examples=100, stateful_step_count=50, derandomize=False, phases=tuple(Phase))


def test_whatever_callers_do_the_truth_is_shown(surroundings: Surroundings) -> None:
    run_state_machine_as_test(surroundings.machine(Callers), settings=QUICK)


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_whatever_callers_do_for_long_the_truth_is_shown(surroundings: Surroundings) -> None:
    run_state_machine_as_test(surroundings.machine(PatientCallers), settings=THOROUGH)
