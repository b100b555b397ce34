sladsl run
sladsl run agreement.sla --period 2026-02
sladsl run --records call=two.csv
sladsl run other.sla --records call=two.csv --period 2026-02
sladsl test
sladsl test --fail-under 10
