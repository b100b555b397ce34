sladsl test agreement.sla -k "all of" --verbose
sladsl test agreement.sla -k ALL -k alone --coverage
sladsl test agreement.sla -k "all of" --fail-under 60
sladsl test agreement.sla -k "all of" --fail-under 10
sladsl test agreement.sla -k nothing
sladsl test agreement.sla -k nothing -k never --update
sladsl test agreement.sla -k holds --junit report.xml
cat report.xml
