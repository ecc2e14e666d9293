-- Something to look at in an empty database for development: one shared portfolio that nobody's chain has. Doing it again changes
-- nothing. It is marked as simulated and has no lease, so that no tick asks any chain for it.

with account as (
  insert into accounts (kind, chain_id, address, owner, created_block, created_block_hash, refresh)
  values ('balancer', 31337, '0x00000000000000000000000000000000000005ed', '0x000000000000000000000000000000000000dead', 1,
    '0x0000000000000000000000000000000000000000000000000000000000000001', false)
  on conflict (chain_id, address) do nothing
  returning id
), portfolio as (
  insert into portfolios (account_id, name, shared, simulated) select id, 'Example', true, true from account returning id
)
insert into policies (portfolio_id, version, schema_version, policy, created_by)
select id, 1, 1, '{"version":1,"preset":"index","triggers":[{"kind":"absolute","bandBps":500}],"destination":{"kind":"band-edge","marginBps":5000},"limits":{"cooldownSeconds":900,"slippageBpsMax":100,"priceImpactBpsMax":500,"gasCostBpsMax":200,"gasLimitBufferBps":12000,"priceDisagreementBpsMax":200,"weightBpsMax":10000,"legsMax":16,"minTradeUsd":"50","maxTradeUsd":"10000","dailyVolumeUsd":"50000"},"window":null,"costGate":null,"orderTerms":{"venue":"order-book","spreadBps":10,"walkBpsPerHour":60,"discountBpsMax":50,"expiresInSeconds":900},"assetRules":[],"lookEverySeconds":3600}'::jsonb, 'seed' from portfolio;
