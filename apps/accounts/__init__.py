"""Accounts: people, sign-in, API tokens, and the one policy of who may see and do what."""
