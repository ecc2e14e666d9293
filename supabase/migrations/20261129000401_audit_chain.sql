-- Each row of the audit log holds the hash of the one before it: of the whole log, and of its portfolio's part, so that an owner can check
-- his part without anybody else's. What is changed, removed, put in between or moved shows at the first row that no longer fits; what is
-- cut off at the end shows against a head that was kept elsewhere (docs/audit-log.md).

alter table audit_log
  add column before jsonb,
  add column after jsonb,
  add column ip inet,                      -- of the network, not of the host
  add column user_agent text,
  add column position bigint,              -- from 1, without gaps; ids have gaps, and are taken before the order is known
  add column previous_hash bytea,          -- null: the first
  add column portfolio_position bigint,
  add column portfolio_previous_hash bytea,
  add column hash bytea;

-- Written by the trigger below alone. chain: 'log', or 'portfolio:' and its id.
create table audit_heads (
  chain    text primary key,
  position bigint not null check (position > 0),
  hash     bytea not null check (octet_length(hash) = 32)
);
alter table audit_heads enable row level security;
create policy "the bot reads where the audit log ends" on audit_heads for select to balancer_bot using (true);
grant select on audit_heads to balancer_bot;

-- One field of the bytes that are hashed: its length in bytes, a colon, its UTF-8; a hyphen where there is none.
create function audit_field(value text) returns bytea language sql immutable set search_path = public, pg_temp
  as $$ select convert_to(coalesce(octet_length(convert_to(value, 'UTF8')) || ':' || value, '-'), 'UTF8') $$;

-- The bytes that are hashed, also in lib/ledger/audit-row.ts: the word 'audit-row/1', then these columns in this order. Hashes as hex,
-- the time as microseconds since 1970, JSON as Postgres writes jsonb.
create function audit_row_bytes(r audit_log) returns bytea language sql stable set search_path = public, pg_temp
  as $$
    select audit_field('audit-row/1')
      || audit_field(r.position::text) || audit_field(encode(r.previous_hash, 'hex'))
      || audit_field(r.portfolio_position::text) || audit_field(encode(r.portfolio_previous_hash, 'hex'))
      || audit_field(r.id::text) || audit_field((extract(epoch from r.at) * 1000000)::bigint::text)
      || audit_field(r.actor_kind) || audit_field(r.actor) || audit_field(r.portfolio_id::text) || audit_field(r.action)
      || audit_field(r.details::text) || audit_field(r.before::text) || audit_field(r.after::text)
      || audit_field(r.ip::text) || audit_field(r.user_agent)
      || audit_field(r.chain_id::text) || audit_field(r.tx_hash) || audit_field(r.log_index::text)
      || audit_field(r.block_number::text) || audit_field(r.block_hash)
  $$;

-- Takes the next place behind a chain's head, whose row stays locked until the transaction ends: who comes meanwhile waits here.
create function audit_next(of_chain text, out next_position bigint, out previous_hash bytea)
  language plpgsql set search_path = public, pg_temp
  as $$
    begin
      insert into audit_heads as h (chain, position, hash) values (of_chain, 1, decode(repeat('00', 32), 'hex'))
      on conflict (chain) do update set position = h.position + 1
      returning h.position, case when h.position > 1 then h.hash end into next_position, previous_hash;
    end
  $$;

-- The log's head before the portfolio's, always: two who wait for each other would both fail.
create function audit_row_is_chained() returns trigger language plpgsql security definer set search_path = public, pg_temp
  as $$
    begin
      new.ip := network(set_masklen(new.ip, case family(new.ip) when 4 then 24 else 48 end))::inet;
      select n.next_position, n.previous_hash into new.position, new.previous_hash from audit_next('log') n;
      new.portfolio_position := null;
      new.portfolio_previous_hash := null;
      if new.portfolio_id is not null then
        select n.next_position, n.previous_hash into new.portfolio_position, new.portfolio_previous_hash
        from audit_next('portfolio:' || new.portfolio_id) n;
      end if;
      -- After the wait: times go on in the order of positions.
      new.at := clock_timestamp();
      new.hash := sha256(audit_row_bytes(new));
      update audit_heads set hash = new.hash where chain in ('log', 'portfolio:' || new.portfolio_id);
      return new;
    end
  $$;

-- What was written before gets its hashes in the order of ids. Rows keep the time they have.
alter table audit_log disable trigger audit_log_append_only;
do $$
declare r audit_log;
begin
  for r in select * from audit_log order by id for update loop
    select n.next_position, n.previous_hash into r.position, r.previous_hash from audit_next('log') n;
    if r.portfolio_id is not null then
      select n.next_position, n.previous_hash into r.portfolio_position, r.portfolio_previous_hash
      from audit_next('portfolio:' || r.portfolio_id) n;
    end if;
    r.hash := sha256(audit_row_bytes(r));
    update audit_log set position = r.position, previous_hash = r.previous_hash, portfolio_position = r.portfolio_position,
      portfolio_previous_hash = r.portfolio_previous_hash, hash = r.hash where id = r.id;
    update audit_heads set hash = r.hash where chain in ('log', 'portfolio:' || r.portfolio_id);
  end loop;
end
$$;

alter table audit_log
  alter column position set not null,
  alter column hash set not null,
  add constraint audit_log_position_key unique (position),
  add constraint audit_log_portfolio_position_key unique (portfolio_id, portfolio_position),
  add constraint audit_log_hashes check (octet_length(hash) = 32 and position > 0 and (position = 1) = (previous_hash is null)
    and (portfolio_id is null) = (portfolio_position is null)
    and (coalesce(portfolio_position, 1) = 1) = (portfolio_previous_hash is null)),
  add constraint audit_log_user_agent_short check (length(user_agent) <= 200),
  add constraint audit_log_values_short check (octet_length(before::text) <= 65536 and octet_length(after::text) <= 65536),
  -- An actor is told by his id; 'person', and a bot called 'tick', are what bots of before write.
  drop constraint audit_log_actor_kind_check,
  add constraint audit_log_actor_kind_check
    check (actor_kind in ('user', 'token', 'bot', 'delegate', 'system', 'chain', 'person')),
  add constraint audit_log_actor_id check (length(actor) <= 100 and case actor_kind
    when 'user' then actor ~ '^user:0x[0-9a-f]{40}$' when 'delegate' then actor ~ '^delegate:0x[0-9a-f]{40}$'
    when 'token' then actor ~ '^token:[0-9a-f-]{36}$' else true end);

create trigger audit_log_chained before insert on audit_log for each row execute function audit_row_is_chained();
-- Also for who replays or restores as a replica, and for the owner of the table.
alter table audit_log enable always trigger audit_log_append_only;
create trigger audit_log_never_emptied before truncate on audit_log
  for each statement execute function audit_log_is_append_only();
alter table audit_log enable always trigger audit_log_never_emptied;

create function audit_heads_follow_the_log() returns trigger language plpgsql set search_path = public, pg_temp
  as $$
    begin
      -- One level is this trigger itself; the other is the log's.
      if tg_op in ('INSERT', 'UPDATE') and pg_trigger_depth() >= 2 then return new; end if;
      raise exception 'audit_heads is written by the audit log alone' using errcode = 'integrity_constraint_violation';
    end
  $$;
create trigger audit_heads_guarded before insert or update or delete on audit_heads
  for each row execute function audit_heads_follow_the_log();
alter table audit_heads enable always trigger audit_heads_guarded;
create trigger audit_heads_never_emptied before truncate on audit_heads
  for each statement execute function audit_heads_follow_the_log();
alter table audit_heads enable always trigger audit_heads_never_emptied;

-- The app notes what its caller does, and nothing in anybody else's name: app.actor is set with app.viewer, for the transaction.
grant insert (actor_kind, actor, portfolio_id, action, details, before, after, ip, user_agent) on audit_log to balancer_app;
create policy "the app notes what its caller does" on audit_log for insert to balancer_app with check (
  actor = nullif(current_setting('app.actor', true), '') and actor_kind in ('user', 'token', 'delegate')
  and (portfolio_id is null or viewer_may_read(portfolio_id)));
-- What a stranger may see of a shared portfolio doesn't include who did what, or from where.
drop policy "the app reads what its viewer may" on audit_log;
create policy "the app reads what was done to its viewer's own portfolios" on audit_log for select to balancer_app using (
  exists (select from portfolios p join accounts a on a.id = p.account_id
    where p.id = portfolio_id and a.owner = nullif(current_setting('app.viewer', true), '')));
revoke select on audit_log from balancer_app;
grant select (id, at, actor_kind, actor, portfolio_id, action, details, before, after, portfolio_position, portfolio_previous_hash, hash)
  on audit_log to balancer_app;

select close_to_strangers();
