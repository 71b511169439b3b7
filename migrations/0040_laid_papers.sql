-- results: papers laid on a scan of the dossier (lời chứng, ghi chú), and results beside the main one
set local lock_timeout = '5s';
alter table dossier_result add column part smallint not null default 0;  -- 0: the result; above: one beside it, with a number of its own
alter table dossier_result add column laid_on uuid references attachment; -- the scan whose paper the words stand on
drop index dossier_result_current;
create unique index dossier_result_current on dossier_result (dossier_id, part) where state <> 'replaced';

-- papers: what a book keeps of an entry beside its number (sổ chứng thực: người yêu cầu, loại giấy tờ, số bản, phí, người ký)
alter table paper_book_entry add column facts jsonb not null default '{}';
