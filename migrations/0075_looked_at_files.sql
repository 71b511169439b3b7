-- files: what a look at each file found (one look at every entrance), its pages for reading, and what the scanner said
create table file_look (
  sha256 text primary key references stored_file,
  kind text not null,
  media_type text not null,
  fault text,
  inside text,
  pages integer,
  width integer,
  height integer,
  -- Looked at by these rules; 0: kept before there was a look, to be looked at by a job.
  rules integer not null,
  strict boolean not null default true,
  made_here boolean not null default false,
  risky boolean not null default false,
  rendition_sha256 text references stored_file,
  rendition_type text,
  looked_at timestamptz(3) not null,
  scan text not null default 'none' check (scan in ('none', 'waiting', 'clean', 'infected')),
  scan_words text,
  scanned_at timestamptz(3),
  -- When the bytes were last compared with their hash, and whether they differed or were gone.
  checked_at timestamptz(3),
  lost boolean not null default false,
  check ((rendition_sha256 is null) = (rendition_type is null)),
  check (fault is null or rendition_sha256 is null)
);
create index file_look_by_scan on file_look (scan, looked_at) where scan in ('none', 'waiting');
create index file_look_by_check on file_look (checked_at nulls first);

insert into file_look (sha256, kind, media_type, rules, looked_at)
select sha256, 'unknown', media_type, 0, stored_at from stored_file;

-- Only a file that was looked at can be attached.
alter table attachment add constraint attachment_looked_at foreign key (file_sha256) references file_look (sha256);
alter table draft_attachment add constraint draft_attachment_looked_at foreign key (file_sha256) references file_look (sha256);
