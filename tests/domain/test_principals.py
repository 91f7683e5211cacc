"""What a principal may see."""

from __future__ import annotations

from holdfast.domain.principals import Limits


def test_a_user_is_open_with_all_sessions_only_where_no_session_is_left_out() -> None:
    assert Limits(users=("ada",)).admits_all_of("ada")
    assert Limits(user_prefixes=("a",)).admits_all_of("ada")
    assert not Limits(users=("ada",)).admits_all_of("ben")
    assert not Limits(users=("ada",), session_prefixes=("work-",)).admits_all_of("ada")
    assert not Limits(session_prefixes=("work-",)).admits_all_of("ada")
