-- papers, signing, dossiers: every number comes from one book; the two series of before become books
set local lock_timeout = '5s';
insert into paper_book (organisation_id, kind, year, last, entries_in_volume)
select organisation_id, kind, year, max(last), max(last)
from (select organisation_id, kind, year, last from number_series
      union all select organisation_id, series, year, last from result_number) as before
group by organisation_id, kind, year
on conflict (organisation_id, kind, year) do update set last = greatest(paper_book.last, excluded.last);

insert into paper_book_entry (organisation_id, kind, year, number, volume, paper_id, subject, entered_at, entered_by)
select distinct on (p.organisation_id, r.series, b.year, p.number)
  p.organisation_id, r.series, b.year, p.number, 1, p.id, p.title, p.changed_at, coalesce(r.done_by, p.set_by)
from paper p
join signature_request r on r.paper_id = p.id and r.series is not null and r.state = 'done'
join paper_book b on b.organisation_id = p.organisation_id and b.kind = r.series and b.year = extract(year from p.numbered_on)
where p.number is not null
order by p.organisation_id, r.series, b.year, p.number, r.id
on conflict do nothing;

drop table number_series;
drop table result_number;
create index paper_book_entry_paper on paper_book_entry (paper_id) where paper_id is not null;
