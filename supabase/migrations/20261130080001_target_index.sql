-- What one dollar has become that is held exactly at the targets, since the first point; null at points from before it was recorded.
alter table series_points add column index_growth double precision check (index_growth >= 0);
