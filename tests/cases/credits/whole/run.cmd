sladsl check agreement.sla
sladsl fmt --check agreement.sla
sladsl compile agreement.sla
sladsl test -v agreement.sla
sladsl render agreement.sla --to md --out agreement.md
cat agreement.md
