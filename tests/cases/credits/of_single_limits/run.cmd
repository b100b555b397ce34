sladsl check desk.sla
sladsl compile desk.sla
sladsl test desk.sla
sladsl run desk.sla --records call=call.csv --period 2026-Q1
sladsl run desk.sla --records call=call.csv --period 2026-04
sladsl run desk.sla --records call=call.csv --period 2026-06 --format csv
