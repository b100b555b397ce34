sladsl show agreement.sla --on 2026-03-01 --out before.sla
sladsl check before.sla
cat before.sla
sladsl show agreement.sla --on 2027-03-01 --out after.sla
sladsl check after.sla
cat after.sla
