"""Lower layers know higher ones by what these registered."""

from __future__ import annotations

from apps.common.hooks import Hook


def test_listeners_are_asked_in_the_order_they_came_and_each_once():
    hook = Hook()
    for listener in (str.upper, str.title, str.upper):
        hook.register(listener)
    assert [listener("two words") for listener in hook] == ["TWO WORDS", "Two Words"]
    assert str.title in hook
    assert str.lower not in hook


def test_a_listener_that_registers_another_does_not_disturb_the_round():
    hook = Hook()
    hook.register(lambda: hook.register(len))
    for listener in hook:
        listener()
    assert list(hook)[1:] == [len]
