"""Speed and memory of measuring, against the engine's own scan, hand-written SQL and what people use today."""
