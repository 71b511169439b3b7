-- platform: the audit trail by act, newest first, also of an act that is rare
create index audit_entry_act on audit_entry (act, at desc);
