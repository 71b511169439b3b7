-- A paper of the citizen's own store given along instead of a scan: which one it is stays with the attachment.
alter table draft_attachment add column paper_id uuid;
alter table attachment add column paper_id uuid;
