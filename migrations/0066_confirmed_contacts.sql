-- accounts: a phone or e-mail address is confirmed or not; only a confirmed one is a login name, and one number belongs to one account.
-- What is kept of 0.5.0 is brought along: phones in one form (0912345678); accounts that become one number wait for an administrator.
alter table account drop constraint account_phone_key;
alter table account drop constraint account_email_key;
alter table account add column phone_confirmed_at timestamptz(3);
-- by a code sent there, or by taking over the account in which a desk typed it
alter table account add column phone_confirmed_how text check (phone_confirmed_how in ('code', 'claim'));
alter table account add column email_confirmed_at timestamptz(3);

alter table account add column phone_was text;
update account set phone_was = phone where phone is not null;
update account set phone = '0' || regexp_replace(regexp_replace(phone, '[^0-9+]', '', 'g'), '^(\+84|0084|84)0*', '')
  where regexp_replace(phone, '[^0-9+]', '', 'g') ~ '^(\+84|0084|84)0*[1-9][0-9]{8,9}$';
update account set phone = regexp_replace(phone, '[^0-9]', '', 'g')
  where phone ~ '[^0-9]' and regexp_replace(phone, '[^0-9+]', '', 'g') ~ '^0[0-9]{9,10}$';

-- Mobile numbers of eleven digits became ten on 14/11/2018 (QĐ 798/QĐ-BTTTT).
update account set phone = present.prefix || substr(phone, 5)
  from (values ('0162','032'),('0163','033'),('0164','034'),('0165','035'),('0166','036'),('0167','037'),('0168','038'),('0169','039'),
    ('0120','070'),('0121','079'),('0122','077'),('0126','076'),('0128','078'),('0123','083'),('0124','084'),('0125','085'),('0127','081'),
    ('0129','082'),('0186','056'),('0188','058'),('0199','059')) as present (ended, prefix)
  where phone ~ '^01[0-9]{9}$' and substr(phone, 1, 4) = present.ended;

-- Who had a password used the contact as a login name; one a desk typed and nobody has claimed is not confirmed.
update account set phone_confirmed_at = coalesce(password_changed_at, created_at),
  phone_confirmed_how = case when identity_level = 'desk' and not demonstration then 'claim' else 'code' end
  where phone is not null and password_hash is not null;
update account set email_confirmed_at = coalesce(password_changed_at, created_at) where email is not null and password_hash is not null;

-- Two or more accounts that are one number now: none is merged; the one that was kept in this very form keeps signing in by it.
create table contact_clash (
  account_id uuid primary key references account,
  contact text not null,
  was text not null,                    -- as it was kept before
  found_at timestamptz(3) not null,
  settled_at timestamptz(3),
  settled_by text,
  kept boolean                          -- whether the account keeps the number
);
insert into contact_clash (account_id, contact, was, found_at)
  select id, phone, phone_was, now() from account
  where phone in (select phone from account where phone is not null group by phone having count(*) > 1);
update account set phone_confirmed_at = null, phone_confirmed_how = null where id in (
  select id from (
    select id, row_number() over (partition by phone order by (phone = phone_was) desc, created_at, id) as place
    from account where phone_confirmed_at is not null
  ) ranked where place > 1);
alter table account drop column phone_was;

alter table account add constraint account_phone_how check ((phone_confirmed_at is null) = (phone_confirmed_how is null));
create unique index account_phone on account (phone) where phone_confirmed_at is not null;
create unique index account_email on account (email) where email_confirmed_at is not null;
create index account_phone_any on account (phone) where phone is not null;
create index account_email_any on account (email) where email is not null;

-- A desk vouches for the dossiers it received itself, until a second proof (the national identity, or another official who saw the paper).
alter table account add column desk_organisation_id text references organisation;
alter table account add column desk_actor_id text;
alter table account add column second_proof_at timestamptz(3);
update account set desk_organisation_id = (
  select d.receiving_id from dossier d where d.filer_account_id = account.id order by d.filed_at limit 1)
  where identity_level = 'desk';
alter table account add constraint account_second_proof check (second_proof_at is null or identity_level <> 'stated');

-- Codes of 0.5.0 in flight are asked for anew.
delete from one_time_code where purpose in ('register', 'reset');
