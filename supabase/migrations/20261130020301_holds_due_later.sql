-- A portfolio that has just come has nothing old.
alter table series_cursors alter column holds_due_at set default now() + interval '6 hours';
