-- insight: figures by day, unit and procedure, kept by the worker from announcements; recomputable from the dossiers
create table dossier_figure (
  on_day date not null,
  organisation_id text not null,        -- the handling organisation
  procedure_code text not null,
  filed_online int not null default 0,
  filed_counter int not null default 0,
  filed_post int not null default 0,
  filed_alone int not null default 0,
  accepted int not null default 0,
  declined int not null default 0,
  settled_early int not null default 0,
  settled_on_time int not null default 0,
  settled_late int not null default 0,
  returned int not null default 0,
  primary key (on_day, organisation_id, procedure_code)
);
create index dossier_figure_organisation on dossier_figure (organisation_id, on_day);
