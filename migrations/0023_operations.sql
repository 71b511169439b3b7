-- platform: how the writing of anchors goes, place by place, for those who watch; failed messages are found although many came after them
create table anchor_place (
  place text primary key check (place in ('data', 'second')),
  written_at timestamptz(3),
  failing_since timestamptz(3),
  tries int not null default 0,
  last_error text
);
create index outbox_message_failed on outbox_message (created_at desc, id desc) where state = 'failed';
