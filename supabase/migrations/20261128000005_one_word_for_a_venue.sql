-- One vocabulary of venues, in the engine, in policies, here and in the registry: order-book, proposal, ….
--
-- Orders and legs written before say 'book', and legs of a dry plan 'limit-order'. They stay as they are, and readers take both
-- words: old and new code may run side by side. A later migration may rewrite them once no old code is left.
alter table orders add constraint orders_venue_known check (venue in ('order-book', 'proposal', 'book')) not valid;
alter table legs add constraint legs_venue_known
  check (venue in ('order-book', 'proposal', 'book', 'limit-order')) not valid;

create policy "anyone reads placed orders: the order book is public" on orders for select to balancer_app
  using (venue in ('order-book', 'book') and placed_at is not null);
drop policy "anyone reads placed orders: the book is public" on orders;
