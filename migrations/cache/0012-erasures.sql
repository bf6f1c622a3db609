-- Contacts and conversations that were erased: what still comes of them, in a late answer or from a
-- screen, is not kept.
create table erased (id text primary key) without rowid;
