-- What takers need to know of the order book beside the orders, whose portfolios are not theirs to see.

-- What the two tokens of placed orders are called and how they are divided, as the look saw them that the order comes from.
create function book_tokens(of_orders text[]) returns table (order_hash text, token text, symbol text, decimals integer)
language sql stable security definer set search_path = public, pg_temp as $$
  select o.order_hash::text, a.asset ->> 'token', a.asset ->> 'symbol', (a.asset ->> 'decimals')::integer
  from orders o
  join decisions d on d.id = o.decision_id
  join snapshots s on s.id = d.snapshot_id
  cross join lateral jsonb_array_elements(s.snapshot -> 'assets') as a (asset)
  where o.order_hash = any(of_orders) and o.placed_at is not null and o.venue in ('order-book', 'book')
    and a.asset ->> 'token' in (o.sell_token::text, o.buy_token::text)
$$;

-- Of the whole book, and so of everybody's: only what the book shows anyway.
alter table stream_events drop constraint stream_events_topic_check;
alter table stream_events add constraint stream_events_topic_check
  check (topic in ('decision', 'order', 'fill', 'cash-flow', 'portfolio', 'policy', 'tick', 'halt', 'setting', 'book'));
create trigger streams_hear_of_the_book after update on orders
  referencing old table as former new table as changed for each statement
  execute function tell_streams('''book''', 'null::bigint', 'c.order_hash',
    'c.placed_at is not null and c.venue in (''order-book'', ''book'') and exists (select from former f where f.id = c.id
      and (f.status, f.filled_sell_units, f.placed_at) is distinct from (c.status, c.filled_sell_units, c.placed_at))');

create index orders_in_book on orders (chain_id, placed_at, order_hash)
  where placed_at is not null and status in ('open', 'partially-filled');

select close_to_strangers();
grant execute on function book_tokens(text[]) to balancer_app, balancer_bot;
