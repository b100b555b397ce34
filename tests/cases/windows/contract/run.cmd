sladsl test --verbose agreement.sla
sladsl run agreement.sla --records call=calls.csv --period "contract month 2"
