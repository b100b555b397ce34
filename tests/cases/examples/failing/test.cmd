sladsl check agreement.sla
sladsl test agreement.sla
sladsl test empty
sladsl render agreement.sla --to md --out doc.md
