sladsl fmt messy.sla formatted.sla
cat messy.sla
sladsl fmt messy.sla
sladsl check messy.sla
