sladsl fmt broken.sla spaced.sla
cat broken.sla
cat spaced.sla
sladsl fmt formatted.sla -
sladsl fmt nowhere.sla
