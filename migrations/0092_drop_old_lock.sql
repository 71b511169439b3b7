-- accounts: the lock of an account by a count of its own was replaced by delays of places (0065); nothing reads or writes these any more
alter table account drop column failed_sign_ins, drop column locked_until;
