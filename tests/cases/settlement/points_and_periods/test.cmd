sladsl check points.sla carried.sla paid.sla
sladsl compile points.sla
sladsl test -v points.sla
sladsl test carried.sla paid.sla
sladsl run carried.sla --records report=report.csv --period 2026-02
sladsl run carried.sla --records report=report.csv --period 2026-03 --format csv
sladsl explain carried.sla --records report=report.csv --period 2026-03
sladsl run points.sla --records report=points.csv --period 2026-02 --format csv
sladsl explain points.sla --records report=points.csv --period 2026-02
sladsl render points.sla --to md --out points.md
cat points.md
