sladsl check quiet.sla
sladsl check . --severity error
sladsl check quiet.sla --severity warning
sladsl check quiet.sla --severity error
sladsl check quiet.sla --format github
sladsl check . --severity warning --format github
sladsl check . --severity fatal
