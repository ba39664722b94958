"""Killed deliveries to channels in short; the control shows that the measure can fail."""

from __future__ import annotations

from tests.reliability.channels import Hasty, is_kept, sends_survive


def test_a_delivery_to_channels_that_is_killed_loses_nothing_and_marks_what_comes_twice() -> None:
    assert is_kept(sends_survive(24, 3))


def test_recording_before_sending_would_lose_some() -> None:
    assert any(sends_survive(24, 4, Hasty, seed=seed)["lost"] for seed in range(4))
