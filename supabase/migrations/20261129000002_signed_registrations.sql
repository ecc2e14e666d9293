-- A registration that its owner signed can be made again from outside this database: the text that was signed is kept as it was, since
-- jsonb keeps only what it means.

alter table policy_registrations
  add column signed_policy text,                            -- as it stood in what the owner signed
  add check ((signature is null) = (signed_policy is null));

select close_to_strangers();
