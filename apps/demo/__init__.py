"""The demo: a course with people, an assignment, and designs with known flaws in different states."""

from apps.demo.people import DEMO_ACCOUNTS, DemoAccount, demo_sign_ins

__all__ = ["DEMO_ACCOUNTS", "DemoAccount", "demo_sign_ins"]
