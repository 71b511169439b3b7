-- dossiers: money is bigint; land-use fees pass 2,147,483,647 đồng every day. The bound is that of platform/values (MOST_MONEY).
alter table dossier alter column fee_total type bigint;
alter table dossier add constraint dossier_fee_total_check check (fee_total between 0 and 999999999999999);
