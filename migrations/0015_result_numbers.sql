-- dossiers: numbers of results, one gap-free series per unit, book and year
create table result_number (
  organisation_id text not null,
  series text not null,
  year int not null,
  last int not null,
  primary key (organisation_id, series, year)
);
