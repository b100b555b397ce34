sladsl check agreement.sla
sladsl show agreement.sla --on 2026-08-01
sladsl show agreement.sla --on 2028-08-01 --out later.sla
sladsl check later.sla
sladsl fmt --check later.sla
cat later.sla
sladsl show agreement.sla --on 2025-12-31
sladsl show agreement.sla --on 01/08/2026
