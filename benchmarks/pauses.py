"""Pauses of records as hand-written SQL: united where they overlap, cut to the clock's run, in open time."""

from __future__ import annotations

PAUSED = """
    cut AS (SELECT t.id, greatest(p.s, t.o) AS s, least(p.e, t.r) AS e FROM p JOIN t ON t.id = p.owner
        WHERE p.s < t.r AND p.e > t.o),
    before AS (SELECT *, max(e) OVER (PARTITION BY id ORDER BY s, e ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
        AS b FROM cut WHERE s < e),
    numbered AS (SELECT *, sum(CASE WHEN b IS NULL OR s > b THEN 1 ELSE 0 END)
        OVER (PARTITION BY id ORDER BY s, e ROWS UNBOUNDED PRECEDING) AS g FROM before),
    united AS (SELECT id, min(s) AS s, max(e) AS e FROM numbered GROUP BY id, g),
    paused AS (SELECT id, sum((y.cum + greatest(0, least(u.e, y.c) - y.o))
            - (x.cum + greatest(0, least(u.s, x.c) - x.o))) AS paused
        FROM united AS u JOIN cal AS x ON x.b = u.s // 86400000000 JOIN cal AS y ON y.b = u.e // 86400000000
        GROUP BY id)
"""
ELAPSED = """
    (y.cum + greatest(0, least(t.r, y.c) - y.o)) - (x.cum + greatest(0, least(t.o, x.c) - x.o)) - coalesce(paused, 0)
"""
JOINS = """
    JOIN cal AS x ON x.b = t.o // 86400000000 JOIN cal AS y ON y.b = t.r // 86400000000 LEFT JOIN paused USING (id)
"""
MONTH = "CASE WHEN t.o < x.split THEN x.m1 ELSE x.m2 END"
