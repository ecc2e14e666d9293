-- Deposits of a chain with memos all go to one address, and the memo tells whose each is: together they are one deposit's.
alter table index_deposits drop constraint index_deposits_deposit_address_key;
alter table index_deposits add constraint index_deposits_place_key unique nulls not distinct (deposit_address, memo);

-- What was seen only after its address had died, and since when something has been seen: what it is alarmed by.
alter table index_deposits add column came_late boolean not null default false;
alter table index_deposits add column first_seen_at timestamptz;
alter table index_deposits drop constraint index_deposits_state_check;
alter table index_deposits add constraint index_deposits_state_check check (state in ('awaited', 'address-dead', 'seen', 'too-little', 'too-late',
  'on-its-way', 'arrived', 'came-back', 'failed', 'unclear'));
grant update (came_late, first_seen_at) on index_deposits to balancer_bot;
