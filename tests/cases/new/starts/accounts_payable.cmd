sladsl new harbour-ap
sladsl check harbour-ap
sladsl fmt --check harbour-ap
sladsl test harbour-ap/agreement.sla
sladsl run harbour-ap/agreement.sla
sladsl run harbour-ap/agreement.sla --period 2026-02 --fail-on missed
sladsl due harbour-ap/agreement.sla --period 2026-01 --most 1
cat harbour-ap/sladsl.toml
cat harbour-ap/README.md
cat harbour-ap/.github/workflows/agreement.yml
sladsl new harbour-ap
