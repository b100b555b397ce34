sladsl fmt --check .
sladsl fmt --diff spaced.sla formatted.sla
cat spaced.sla
sladsl fmt --check formatted.sla
