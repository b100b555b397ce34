sladsl render agreement.sla --to md --out agreement.md
cat agreement.md
