sladsl show agreement.sla --on 2026-02-01 --out first.sla
sladsl check first.sla
sladsl diff first.sla agreement.sla
sladsl show agreement.sla --on 2027-06-01 --out later.sla
sladsl check later.sla
cat later.sla
