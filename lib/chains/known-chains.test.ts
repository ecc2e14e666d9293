import { getAddress, isAddressEqual } from 'viem';
import * as viemChains from 'viem/chains';
import { describe, expect, it } from 'vitest';
import { usdcOf } from './chain.ts';
import { KNOWN_CHAINS } from './known-chains.ts';
import { MAIN_NETS } from './main-nets.ts';
import { PYTH_IDS } from './pyth-ids.ts';
import { TEST_NETS } from './test-nets.ts';

const ROWS = [...MAIN_NETS, ...TEST_NETS];
const addressesOf = (row: (typeof ROWS)[number]) => [
  ...[row.wrappedNative, row.router, row.sequencerFeed, row.dataFeeOracle].filter(
    (address) => address !== null,
  ),
  ...(row.spotRouter === null ? [] : [row.spotRouter.router, row.spotRouter.quoteToken]),
  ...row.feeds.map(([, address]) => address),
  ...row.tokens.map(([, address]) => address),
  ...(row.vaults ?? []).map(([, , address]) => address),
];

describe('the table of known chains', () => {
  it('has the six main nets, their test nets and the local chain, each once', () => {
    const ids = [
      1, 8_453, 42_161, 10, 137, 43_114, 11_155_111, 84_532, 421_614, 11_155_420, 80_002, 43_113, 31_337,
    ];
    expect(KNOWN_CHAINS.map(({ id }) => id)).toEqual(ids);
    expect(new Set(KNOWN_CHAINS.map(({ slug }) => slug)).size).toBe(ids.length);
  });

  it.each(ROWS)('writes every address of $name with its EIP-55 checksum', (row) => {
    for (const address of addressesOf(row)) expect(getAddress(address.toLowerCase())).toBe(address);
  });

  it.each(ROWS)('prices each token of $name by one of its feeds, and lists no address twice', (row) => {
    const assets = row.feeds.map(([asset]) => asset);
    expect(assets).toEqual([...new Set(assets)]);
    for (const [symbol, , , feed] of row.tokens) expect(assets, symbol).toContain(feed);
    for (const list of [row.feeds, row.tokens])
      expect(new Set(list.map(([, address]) => address)).size).toBe(list.length);
  });

  it.each(ROWS.filter(({ id }) => id !== 31_337))('agrees with viem about $name', (row) => {
    const theirs = Object.values(viemChains).find(
      (chain) => chain.id === row.id && !('experimental_preconfirmationTime' in chain),
    );
    expect(theirs?.name).toBe(row.name);
    expect(theirs?.nativeCurrency.symbol).toBe(row.nativeSymbol);
    expect(theirs?.rpcUrls.default.http).toEqual(row.publicRpcUrls);
    expect(theirs?.testnet ?? false).toBe(row.testnet);
    expect(new Map(Object.entries(theirs?.contracts ?? {})).get('gasPriceOracle') ?? null).toEqual(
      row.dataFeeOracle === null ? null : { address: row.dataFeeOracle },
    );
    if (theirs?.blockTime !== undefined) expect(theirs.blockTime / 1_000).toBe(row.blockTimeSeconds);
  });

  it('knows a sequencer feed on each rollup that has one, and a router on each main net', () => {
    expect(
      KNOWN_CHAINS.filter(({ sequencerFeed }) => sequencerFeed !== null).map(({ slug }) => slug),
    ).toEqual(['base', 'arbitrum', 'optimism']);
    for (const { testnet, router, id } of KNOWN_CHAINS)
      expect(router !== null, `${id}`).toBe(!testnet || id === 31_337);
  });

  it('counts the prices of a spot router in a listed token with a dollar feed, and names each asset to Pyth', () => {
    for (const { feeds, spotRouter, tokens, testnet } of KNOWN_CHAINS) {
      expect(spotRouter === null).toBe(testnet);
      const quote = tokens.find(({ address }) => address === spotRouter?.quoteToken);
      expect(quote?.feed).toBe(testnet ? undefined : 'USDC');
      for (const { pythId } of feeds) expect(pythId).toMatch(/^[0-9a-f]{64}$/);
    }
    expect(new Set(PYTH_IDS.values()).size).toBe(PYTH_IDS.size);
  });

  it('knows the USDC of a chain whose vaults it lists, and each vault and pool once', () => {
    const all = KNOWN_CHAINS.flatMap((chain) => chain.vaults.map((vault) => ({ chain, ...vault })));
    for (const { chain } of all) expect(usdcOf(chain)?.decimals).toBe(6);
    for (const list of [all.map(({ address }) => address), all.flatMap(({ llamaPool }) => llamaPool ?? [])])
      expect(new Set(list).size).toBe(list.length);
    expect(new Set(all.map(({ chain }) => chain.slug))).toEqual(new Set(['ethereum', 'base', 'arbitrum']));
  });

  it('lists the wrapped native coin of a main net among its tokens', () => {
    for (const { tokens, wrappedNative } of KNOWN_CHAINS.filter(({ testnet }) => !testnet))
      expect(
        tokens.some(({ address }) => wrappedNative !== null && isAddressEqual(address, wrappedNative)),
      ).toBe(true);
  });
});
