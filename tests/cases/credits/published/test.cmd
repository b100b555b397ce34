sladsl check performance_credits.sla shortfall.sla hosting.sla rentals.sla repeats.sla
sladsl test -v --coverage performance_credits.sla shortfall.sla rentals.sla repeats.sla
sladsl test -v --coverage hosting.sla
