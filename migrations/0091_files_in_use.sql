-- files: every table that names kept bytes says so to the database, so that what is in use is never removed; `not valid`: rows of before are guarded without being read
alter table result_scan add constraint result_scan_file foreign key (file_sha256) references stored_file (sha256) not valid;
alter table signed_copy add constraint signed_copy_kept_file foreign key (file_sha256) references stored_file (sha256) not valid;
alter table signed_copy add constraint signed_copy_source_file foreign key (source_sha256) references stored_file (sha256) not valid;
-- the search for what nothing names any more, and the guard itself, look each file up by its hash
create index draft_attachment_file on draft_attachment (file_sha256);
create index completion_file_file on completion_file (file_sha256);
create index paper_revision_file on paper_revision (file_sha256);
create index result_scan_file on result_scan (file_sha256);
create index signed_copy_source on signed_copy (source_sha256);
create index agent_session_file on agent_session (file_sha256);
create index file_look_rendition on file_look (rendition_sha256) where rendition_sha256 is not null;
create index stored_file_age on stored_file (stored_at);
