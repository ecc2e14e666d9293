-- Drafts, answers under a key of idempotency and allowances are the web app's alone: no bot, of this version or one before, ever asked for
-- them, and who has taken the bot's login has no business there.

drop policy "the bot works on every row" on portfolio_drafts;
drop policy "the bot works on every row" on idempotency_keys;
drop policy "the bot works on every row" on request_allowances;
revoke all on portfolio_drafts, idempotency_keys, request_allowances from balancer_bot;
