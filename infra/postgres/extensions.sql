-- For LoadLab's probe: the statements that took the most time.
CREATE EXTENSION pg_stat_statements;
