-- filing: whose results the desk looked up for a draft (an identity number typed in it); another number is looked up anew
alter table draft add column looked_up_identity text;
