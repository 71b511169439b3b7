-- results: whoever holds a dossier chose in words that its result is signed by hand on paper (ký tay trên giấy), not from a draft
create table result_by_hand (
  dossier_id uuid primary key references dossier,
  reason text not null,
  chosen_at timestamptz(3) not null,
  chosen_by text not null,
  by_post text not null,
  by_name text not null,
  by_title text not null
);
