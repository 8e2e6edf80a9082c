"""Pages of the person who is paid: a month, a deal, what did not count, and the statement.

In: requests. Out: pages whose every number is in the result of a run.
"""
