"""What people do, one file for each: every action is one transaction with one journal entry.

In: session, actor, now and what is asked. Out: changed rows.
"""
