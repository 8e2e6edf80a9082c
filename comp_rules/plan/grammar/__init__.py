"""The grammar of the plan language as data, one file for each section of a plan."""
