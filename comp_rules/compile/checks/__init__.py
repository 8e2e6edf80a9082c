"""Static checks: what a plan that fits the grammar can still get wrong, found before anyone is paid by it."""
