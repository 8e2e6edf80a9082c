"""The typed steps that every way of paying compiles to, and their exact execution in integers."""
