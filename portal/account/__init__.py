"""Pages of an account: signing in and out, open sessions, password, language, theme.

In: requests. Out: pages; changes through `portal.actions`.
"""
