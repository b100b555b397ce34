sladsl check agreement.sla
sladsl test agreement.sla
sladsl show agreement.sla --on 2027-01-01
sladsl render agreement.sla --amendment First --to md
sladsl render agreement.sla --amendment Second --to md
sladsl render agreement.sla --amendment Fist
sladsl render agreement.sla --amendment First --on 2027-01-01
