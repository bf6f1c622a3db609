-- A second factor of a user: a secret that an app on their phone has as well, sealed with the
-- server's key. Until it is confirmed with a code nobody is asked for one.
create table second_factors (
  user_id uuid primary key references users,
  sealed bytea not null,
  confirmed_at timestamptz,
  -- The latest step of thirty seconds of which a code was taken: none is taken twice.
  last_step bigint not null default -1,
  created_at timestamptz not null default now()
);

-- For whoever has lost the phone: each is good once. They are long and random: a plain hash serves.
create table recovery_codes (
  user_id uuid not null references users,
  hash bytea not null,
  primary key (user_id, hash)
);
