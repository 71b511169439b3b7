-- platform: bytes that come in, counted by who sends them and the day in Viet Nam
create table upload_bytes (
  subject text not null,      -- `account <id>`, or `network <address>` of somebody who is not signed in
  on_day date not null,
  bytes bigint not null check (bytes >= 0),
  primary key (subject, on_day)
);
-- directory: what each may send a day, and how many forms lie open, are settings with a date
update rule_set set settings = '{"uploadMbPerDay": 2000, "officialUploadMbPerDay": 50000, "openUploadMbPerDay": 5000, "draftsPerAccount": 50}'::jsonb || settings;
