sladsl check lowered.sla
sladsl test -v lowered.sla
