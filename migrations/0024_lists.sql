-- workflow: counts of an inbox come from the index alone only while pages of task are known to be all visible; vacuum after some thousand steps, not after a fifth of the table
alter table task set (autovacuum_vacuum_scale_factor = 0.001, autovacuum_vacuum_threshold = 2000);
