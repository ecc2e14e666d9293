-- 1inch's orderbook is a venue. What it shows is not in our own book: the policy of placed orders names that one alone.
alter table orders drop constraint orders_venue_known;
alter table orders add constraint orders_venue_known check (venue in ('order-book', 'oneinch', 'proposal', 'book')) not valid;
alter table legs drop constraint legs_venue_known;
alter table legs add constraint legs_venue_known
  check (venue in ('order-book', 'oneinch', 'proposal', 'book', 'limit-order')) not valid;

-- What a key of somebody's service allows is counted for all workers together, beside what visitors of ours are allowed.
create policy "the bot counts what it asks of others" on request_allowances for all to balancer_bot
  using (key like 'out:%') with check (key like 'out:%');
grant select, insert, update, delete on request_allowances to balancer_bot;
