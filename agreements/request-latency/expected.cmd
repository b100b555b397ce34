sladsl run agreement.sla --records sample=data/sample.parquet --out expected/statement.txt
