-- Nothing of a signed move is in an earlier block: its portfolio's own events are looked for from here on.
alter table cash_moves add column from_block bigint not null check (from_block >= 0);
-- Whom a bridge is signed for, and why a move is not carried out, in words; what is over keeps them.
alter table cash_moves add column sibling evm_address;
alter table cash_moves add column why text check (length(why) <= 400);
alter table cash_moves add constraint cash_moves_sibling check ((kind = 'bridge') = (sibling is not null));
