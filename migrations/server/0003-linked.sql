-- What the linked device knows of itself and of others: its credentials and its signal keys.
create table linked_auth (
  -- 'creds', or what the library calls the type of a signal key.
  kind text not null,
  id text not null,
  -- AES-256-GCM with the server's key: nonce (12 bytes), tag (16 bytes), ciphertext.
  sealed bytea not null,
  primary key (kind, id)
);
