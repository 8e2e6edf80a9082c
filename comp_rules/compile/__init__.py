"""Documents become compiled plans; the only place where documents meet kinds."""
