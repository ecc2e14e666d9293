-- Nothing is sent to a mailbox before somebody who reads it has said so: else whoever knows an address could have it filled. A chat of
-- Telegram is confirmed the same way before the bot does what is written there. Mailboxes of before this are to be confirmed as well.
alter table alert_channels
  add column confirmed_at timestamptz,
  add column target_hash bytea check (octet_length(target_hash) = 32),                  -- of a mailbox, by a key: the same one is counted as one
  add column command_secret_hash bytea check (octet_length(command_secret_hash) = 32),  -- what Telegram proves itself by
  add column command_chat_hash bytea check (octet_length(command_chat_hash) = 32),      -- the chat, by that secret
  add constraint alert_channels_commands_whole check ((command_secret_hash is null) = (command_chat_hash is null));

-- Whether anything but a code may be sent to a channel.
create function is_told(alert_channels) returns boolean language sql immutable set search_path = public, pg_temp
  as $$ select $1.kind <> 'email' or $1.confirmed_at is not null $$;

alter table alert_deliveries drop constraint alert_deliveries_phase_check, drop constraint alert_deliveries_check;
alter table alert_deliveries
  add constraint alert_deliveries_phase_check check (phase in ('raised', 'recovered', 'test', 'confirm')),
  add constraint alert_deliveries_check check ((alert_id is null) = (phase in ('test', 'confirm')));

-- Codes that were sent and not entered yet. The code itself is known to nobody but its reader.
create table channel_codes (
  code_hash  bytea primary key check (octet_length(code_hash) = 32),
  channel_id uuid not null references alert_channels on delete cascade,
  expires_at timestamptz not null default now() + interval '1 day'
);
create index channel_codes_channel on channel_codes (channel_id);

-- Asked for a code; it outlives the channel, so that nobody asks more often by making it anew.
create table confirmations_asked (
  id          bigint generated always as identity primary key,
  owner       evm_address not null,
  target_hash bytea not null,
  asked_at    timestamptz not null default now()
);
create index confirmations_asked_owner on confirmations_asked (owner);
create index confirmations_asked_target on confirmations_asked (target_hash);

-- What Telegram has told: each update is obeyed once.
create table telegram_updates (
  channel_id  uuid not null references alert_channels on delete cascade,
  update_id   bigint not null,
  received_at timestamptz not null default now(),
  primary key (channel_id, update_id)
);

do $$
declare t text;
begin
  foreach t in array array['channel_codes', 'confirmations_asked', 'telegram_updates']
  loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy "the bot works on every row" on %I to balancer_bot using (true) with check (true)', t);
    execute format('grant select, insert, update, delete on %I to balancer_bot', t);
  end loop;
end
$$;

alter policy "a person has their channel tested" on alert_deliveries
  with check (phase = 'test' and exists (select from alert_channels c where c.id = alert_deliveries.channel_id and c.is_told));
-- That a channel is confirmed is nobody's word but the code's.
revoke insert on alert_channels from balancer_app;
grant insert (id, owner, kind, name, hint, for_operators, quiet_from_minute, quiet_to_minute, target_hash, command_secret_hash,
  command_chat_hash) on alert_channels to balancer_app;

-- Puts a code for the viewer's channel into the outbox. Null: three were asked for of this mailbox within a day, by whomever, or ten by the
-- viewer, or one within this minute; or there is nothing to confirm.
create function ask_for_confirmation(of_channel uuid) returns text
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    declare
      channel alert_channels;
      target bytea;
      made text;
    begin
      perform pg_advisory_xact_lock(hashtextextended('confirmations asked', 0));
      select * into channel from alert_channels c
        where c.id = of_channel and c.owner = viewer_address() and c.confirmed_at is null
          and (c.target_hash is not null or c.command_secret_hash is not null);
      if not found then return null; end if;
      target := coalesce(channel.target_hash, channel.command_chat_hash);
      delete from confirmations_asked where asked_at < now() - interval '1 day';
      if (select count(*) from confirmations_asked a where a.target_hash = target) >= 3
        or (select count(*) from confirmations_asked a where a.owner = channel.owner) >= 10
        or exists (select from confirmations_asked a where a.target_hash = target and a.asked_at > now() - interval '1 minute')
      then return null; end if;
      insert into confirmations_asked (owner, target_hash) values (channel.owner, target);
      insert into alert_deliveries (content_id, channel_id, phase)
      values ('0x' || encode(sha256(convert_to('confirm ' || of_channel || ' ' || gen_random_uuid(), 'UTF8')), 'hex'), of_channel, 'confirm')
      returning content_id into made;
      return made;
    end
  $$;

-- Takes a code that was sent to the viewer's channel; true: the channel is confirmed. Each is good once, and for a day.
create function confirm_channel(of_channel uuid, given bytea) returns boolean
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    begin
      delete from channel_codes k using alert_channels c
      where k.code_hash = given and k.channel_id = of_channel and k.expires_at > now() and c.id = k.channel_id
        and c.owner = viewer_address();
      if not found then return false; end if;
      delete from channel_codes where channel_id = of_channel;
      update alert_channels set confirmed_at = coalesce(confirmed_at, now()) where id = of_channel;
      return true;
    end
  $$;

-- What becomes of an update that came for a channel: 'unknown' where the secret is not the channel's, 'stranger' from another chat or one
-- that isn't confirmed, 'repeated', 'limited' beyond twenty a minute, else 'taken' with its owner.
create function take_telegram_update(of_channel uuid, secret_hash bytea, chat_hash bytea, of_update bigint, out verdict text, out owner text)
  language plpgsql security definer set search_path = public, pg_temp
  as $$
    declare channel alert_channels;
    begin
      select * into channel from alert_channels c
        where c.id = of_channel and c.kind = 'telegram' and c.command_secret_hash = secret_hash for update;
      if not found then verdict := 'unknown'; return; end if;
      if channel.confirmed_at is null or channel.command_chat_hash <> chat_hash then verdict := 'stranger'; return; end if;
      if exists (select from telegram_updates t where t.channel_id = of_channel and t.update_id = of_update) then
        verdict := 'repeated'; return;
      end if;
      delete from telegram_updates t where t.channel_id = of_channel and t.received_at < now() - interval '7 days';
      if (select count(*) from telegram_updates t where t.channel_id = of_channel and t.received_at > now() - interval '1 minute') >= 20 then
        verdict := 'limited'; return;
      end if;
      insert into telegram_updates (channel_id, update_id) values (of_channel, of_update);
      verdict := 'taken';
      owner := channel.owner;
    end
  $$;

select close_to_strangers();
revoke all on function ask_for_confirmation(uuid), confirm_channel(uuid, bytea), take_telegram_update(uuid, bytea, bytea, bigint), is_told(alert_channels)
  from public;
grant execute on function is_told(alert_channels) to balancer_app, balancer_bot;
grant execute on function ask_for_confirmation(uuid), confirm_channel(uuid, bytea), take_telegram_update(uuid, bytea, bytea, bigint)
  to balancer_app;
