-- dossiers: a paper of an online dossier that is shown when the result is collected (xuất trình khi đến nhận) is neither there nor missing
alter table document_check drop constraint document_check_verdict_check;
alter table document_check add constraint document_check_verdict_check
  check (verdict in ('there', 'missing', 'unusable', 'not-needed', 'later'));
