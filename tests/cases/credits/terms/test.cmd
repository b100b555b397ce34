sladsl check roundings.sla cloud.sla telecom.sla public_sector.sla hosts.sla
sladsl test --coverage roundings.sla cloud.sla telecom.sla public_sector.sla hosts.sla
sladsl test -v telecom.sla
sladsl render roundings.sla --to md --out roundings.md
cat roundings.md
