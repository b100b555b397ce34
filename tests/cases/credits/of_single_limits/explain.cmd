sladsl explain desk.sla --records call=call.csv --period 2026-02
