sladsl check agreement.sla
sladsl test -v agreement.sla
sladsl run agreement.sla --records report=report.csv --records choice=choice.csv --period 2026-01
sladsl run agreement.sla --records report=report.csv --records choice=choice.csv --period 2026-02
sladsl run agreement.sla --records report=report.csv --records choice=choice.csv --period 2026-04
sladsl run agreement.sla --records report=report.csv --records choice=choice.csv --period 2026-02 --format csv
sladsl explain agreement.sla --records report=report.csv --records choice=choice.csv --period 2026-02 --level Uptime
sladsl compile agreement.sla
sladsl render agreement.sla --to md --out agreement.md
cat agreement.md
