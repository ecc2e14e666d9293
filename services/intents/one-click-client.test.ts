import { afterEach, describe, expect, it } from 'vitest';
import { judgeQuote } from '../../lib/intents/judge-quote.ts';
import type { AskedSwap, OfferedQuote } from '../../lib/intents/quote.ts';
import { isSignedBy } from '../../lib/intents/quote-signature.ts';
import { API_KEY, type IntentsWorld, openIntents } from './testing/intents-world.ts';

const ACCOUNT = '0x00000000000000000000000000000000000000a1';
const USDC = 'nep141:usdc.near';
const asked = (seconds: number, changed: Partial<AskedSwap> = {}): AskedSwap => ({
  ...{ originAsset: USDC, destinationAsset: 'nep141:btc.omft.near', amountUnits: 1_000_000_000n },
  ...{ slippageBps: 100, leastOutUnits: 1n, depositType: 'INTENTS', refundType: 'INTENTS' },
  ...{ recipientType: 'INTENTS', refundTo: ACCOUNT, recipient: ACCOUNT, deadlineSeconds: seconds + 600 },
  ...changed,
});

const XLM = 'nep141:stellar.omft.near';
const byMemo = {
  ...{ originAsset: XLM, depositType: 'ORIGIN_CHAIN', depositMode: 'MEMO', refundType: 'ORIGIN_CHAIN' },
  ...{ destinationAsset: USDC, refundTo: 'GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ' },
} as const satisfies Partial<AskedSwap>;

let world: IntentsWorld | undefined;
const open = async (...terms: Parameters<typeof openIntents>): Promise<IntentsWorld> => {
  world = await openIntents(...terms);
  return world;
};
afterEach(async () => world?.fake.close());

const value = <T>(result: { ok: true; value: T } | { ok: false; error: { message: string } }): T => {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
};

describe('the 1Click API', () => {
  it('tells its tokens', async () => {
    const { api } = await open();
    expect(value(await api.tokens())).toContainEqual(
      expect.objectContaining({ assetId: USDC, decimals: 6, symbol: 'USDC' }),
    );
  });

  it.each([
    ['0.1', { usdE18: 10n ** 17n }],
    ['12345678901.125', { usdE18: 12_345_678_901_125n * 10n ** 15n }],
    ['1.5e-7', { usdE18: 15n * 10n ** 10n }],
    ['0', 'absurd'],
    ['-1', 'absurd'],
    ['1e80', 'absurd'],
    ['1e-30', 'absurd'],
    ['"1.5"', { usdE18: 15n * 10n ** 17n }],
    ['"0x10"', 'absurd'],
    ['true', 'absurd'],
    ['null', 'none'],
  ])('lists a token at %s as it was written, or as no price', async (written, price) => {
    const { api, fake, clock } = await open();
    const at = new Date(clock.seconds * 1_000).toISOString();
    const one = `{"assetId":"${USDC}","decimals":6,"blockchain":"near","symbol":"US\u202eDC","price":${written},"priceUpdatedAt":"${at}"}`;
    fake.api.fault.current = () => ({ status: 200, body: `[{"assetId":7},${one}]` });
    const listed = value(await api.tokens());
    const expected = typeof price === 'string' ? price : { ...price, updatedAtSeconds: clock.seconds };
    expect(listed).toEqual([
      { assetId: USDC, decimals: 6, blockchain: 'near', symbol: 'US?DC', price: expected },
    ]);
  });

  it('quotes what was asked for, signed, with a deposit address unless it is a trial', async () => {
    const { api, fake, clock } = await open();
    const quote = value(await api.quote(asked(clock.seconds), { dry: false }));
    expect(judgeQuote(asked(clock.seconds), quote, clock.seconds)).toEqual([]);
    expect(isSignedBy(quote, fake.quoteKey)).toBe(true);
    expect(quote).toMatchObject({ amountOutUnits: 1_665_000n, minAmountOutUnits: 1_648_350n });
    const trial = value(await api.quote(asked(clock.seconds), { dry: true }));
    expect(trial.depositAddress).toBeNull();
    expect(isSignedBy(trial, fake.quoteKey)).toBe(true);
  });

  it.each<[string, unknown, readonly string[]]>([
    ['appFees', [], []],
    ['appFees', [{ recipient: 'thief.near', fee: 50 }], ['appFees']],
    ['confidentiality', 'public', []],
    ['confidentiality', 'basic', ['confidentiality']],
    ['virtualChainRecipient', '0x1', ['virtualChainRecipient']],
    ['customRecipientMsg', '', []],
    ['quoteWaitingTimeMs', 3_000, []],
  ])('may write %s as %o into a question: what that changes is told', async (name, added, additions) => {
    const { api, fake, clock } = await open();
    fake.api.fault.current = (_asked, right) => {
      const body = JSON.parse(right.body);
      return {
        ...right,
        body: JSON.stringify({ ...body, quoteRequest: { ...body.quoteRequest, [name]: added } }),
      };
    };
    expect(value(await api.quote(asked(clock.seconds), { dry: false })).additions).toEqual(additions);
  });

  it('refuses in words that are passed on', async () => {
    const { api, clock } = await open();
    const little = await api.quote(asked(clock.seconds, { amountUnits: 9n }), { dry: false });
    expect(little).toMatchObject({ error: { code: 'venue-refused' } });
    expect(little.ok ? '' : little.error.message).toContain('try at least 10');
  });

  it('knows no other deposit address, and no deposit without its memo', async () => {
    const { api, clock } = await open();
    expect(await api.status('nobody.near', null)).toEqual({ ok: true, value: null });
    const deposit = asked(clock.seconds, byMemo);
    const quote = value(await api.quote(deposit, { dry: false }));
    const { depositAddress, depositMemo } = quote;
    expect(quote.request.depositMode).toBe('MEMO');
    expect(depositAddress).toMatch(/^G[A-Z2-7]{55}$/);
    expect(depositMemo).not.toBeNull();
    expect(judgeQuote(deposit, quote, clock.seconds)).toEqual([]);
    expect(value(await api.status(depositAddress ?? '', null))).toBeNull();
    expect(value(await api.status(depositAddress ?? '', depositMemo))).toMatchObject({
      status: 'PENDING_DEPOSIT',
    });
  });

  it('asks by memo where a chain has nothing else, and by no memo elsewhere', async () => {
    const { api, clock } = await open();
    const { depositMode: _, ...plain } = byMemo;
    const simple = await api.quote(asked(clock.seconds, plain), { dry: false });
    expect(simple).toMatchObject({ error: { code: 'venue-refused' } });
    expect(simple.ok ? '' : simple.error.message).toContain('SIMPLE is not supported for stellar');
    const xrp = await api.quote(asked(clock.seconds, { ...byMemo, originAsset: 'nep141:xrp.omft.near' }), {
      dry: false,
    });
    expect(xrp.ok ? '' : xrp.error.message).toContain('MEMO is not supported for xrp');
  });

  it('counts no deposit by memo that has not the memo, or another one, though all go to one address', async () => {
    const { api, fake, clock } = await open();
    const quotes: OfferedQuote[] = [];
    for (let made = 0; made < 2; made += 1)
      quotes.push(value(await api.quote(asked(clock.seconds, byMemo), { dry: false })));
    const [one, other] = quotes;
    const address = one?.depositAddress ?? '';
    expect(other?.depositAddress).toBe(address);
    expect(other?.depositMemo).not.toBe(one?.depositMemo);
    const statusOf = async (of: OfferedQuote | undefined) =>
      value(await api.status(address, of?.depositMemo ?? ''))?.status;
    fake.arrive(address, XLM, 1_000_000_000n);
    fake.arrive({ address, memo: 'x' }, XLM, 1_000_000_000n);
    expect([await statusOf(one), await statusOf(other)]).toEqual(['PENDING_DEPOSIT', 'PENDING_DEPOSIT']);
    expect(fake.unattributed.map(({ units }) => units)).toEqual([1_000_000_000n, 1_000_000_000n]);
    expect(fake.ledger.supplyOf(XLM)).toBe(0n);
    fake.arrive({ address, memo: other?.depositMemo ?? null }, XLM, 1_000_000_000n);
    expect([await statusOf(one), await statusOf(other)]).toEqual(['PENDING_DEPOSIT', 'KNOWN_DEPOSIT_TX']);
    clock.seconds += 16;
    expect([await statusOf(one), await statusOf(other)]).toEqual(['PENDING_DEPOSIT', 'SUCCESS']);
    expect(fake.ledger.balanceOf(ACCOUNT, byMemo.destinationAsset)).toBeGreaterThan(0n);
  });

  it('sees a deposit arrive, swaps it, and sends back what is too little or too late', async () => {
    const { api, fake, clock } = await open();
    const from = 'nep141:xrp.omft.near';
    const deposit = asked(clock.seconds, {
      ...{ originAsset: from, depositType: 'ORIGIN_CHAIN', refundType: 'ORIGIN_CHAIN' },
      ...{ refundTo: 'rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh', destinationAsset: USDC },
    });
    const quotes: OfferedQuote[] = [];
    for (let made = 0; made < 4; made += 1) quotes.push(value(await api.quote(deposit, { dry: false })));
    const statusOf = async (at: number) =>
      value(await api.status(quotes[at]?.depositAddress ?? '', quotes[at]?.depositMemo ?? null));
    const arrive = (at: number, units: bigint, token = from) =>
      fake.arrive(quotes[at]?.depositAddress ?? '', token, units);
    arrive(0, 1_000_000_000n);
    arrive(1, 999n);
    arrive(2, 1_000_000_000n, USDC);
    expect([await statusOf(0), await statusOf(1), await statusOf(2)].map((one) => one?.status)).toEqual([
      ...['KNOWN_DEPOSIT_TX', 'INCOMPLETE_DEPOSIT', 'PENDING_DEPOSIT'],
    ]);
    clock.seconds += 16;
    expect(await statusOf(0)).toMatchObject({ status: 'SUCCESS', amountOutUnits: 499_500_000n, arrivals: 1 });
    expect(fake.ledger.balanceOf(ACCOUNT, USDC)).toBe(499_500_000n);
    clock.seconds += 620;
    arrive(3, 1_000_000_000n);
    clock.seconds += 30;
    expect(await statusOf(1)).toMatchObject({
      status: 'REFUNDED',
      refundedUnits: 999n,
      depositedUnits: 999n,
    });
    expect(await statusOf(2)).toMatchObject({ status: 'PENDING_DEPOSIT' });
    expect(await statusOf(3)).toMatchObject({ status: 'REFUNDED', refundedUnits: 1_000_000_000n });
    expect(fake.paidOut.map(({ units }) => units)).toEqual([999n, 1_000_000_000n]);
  });

  it('lets nobody in by another key, and says nothing of the one it was given', async () => {
    const { api, clock } = await open({}, 'another key');
    const quote = await api.quote(asked(clock.seconds), { dry: true });
    expect(quote).toMatchObject({ error: { code: 'venue-key-refused' } });
    expect(JSON.stringify(quote)).not.toContain('another key');
    expect(JSON.stringify(quote)).not.toContain(API_KEY);
  });

  it('is left alone for as long as it asks when it is asked too often', async () => {
    const { api, fake, clock } = await open({ perSecond: 1 });
    const limited = [await api.tokens(), await api.tokens()].at(-1);
    expect(limited).toMatchObject({ error: { code: 'venue-limited', retry: { when: 'at' } } });
    const { length } = fake.api.asked;
    await api.tokens();
    expect(fake.api.asked).toHaveLength(length);
    clock.seconds += 60;
    expect(await api.tokens()).toMatchObject({ ok: true });
  });

  it.each([
    ['no object', '[]'],
    ['a quote without amounts', '{"timestamp":"x","signature":"y","quoteRequest":{},"quote":{}}'],
    ['HTML', '<html>'],
  ])('that answers %s is not believed', async (_name, body) => {
    const { api, fake, clock } = await open();
    fake.api.fault.current = { status: 201, body };
    expect(await api.quote(asked(clock.seconds), { dry: false })).toMatchObject({
      error: { code: 'venue-malformed' },
    });
  });

  it('whose state is another word, or whose amount is none, is not taken for an end', async () => {
    const { api, fake } = await open();
    const report = (status: string, amountOut: unknown) => ({
      ...{ status, swapDetails: { amountIn: '1', amountOut, nearTxHashes: ['a'] } },
      quoteResponse: { quoteRequest: { recipientType: 'INTENTS' } },
    });
    const answer = (body: unknown) => ({ status: 200, body: JSON.stringify(body) });
    fake.api.fault.current = answer(report('DONE', '1'));
    expect(value(await api.status('a.near', null))).toMatchObject({ status: 'unknown' });
    fake.api.fault.current = answer(report('SUCCESS', '1.5'));
    expect(await api.status('a.near', null)).toMatchObject({ error: { code: 'venue-malformed' } });
    fake.api.fault.current = answer(report('SUCCESS', 5));
    expect(await api.status('a.near', null)).toMatchObject({ error: { code: 'venue-malformed' } });
  });

  it.each([
    ['POST', '/v0/tokens'],
    ['GET', '/v0/quote'],
    ['GET', '/v0/constructor'],
    ['GET', '/v1/tokens'],
    ['POST', '/v0/quote'],
    ['POST', '/v0/submit-intent'],
  ])('refuses what its documents do not have: %s %s of nothing', async (method, path) => {
    const { fake } = await open();
    const { status } = await fetch(`${fake.api.baseUrl}${path}`, {
      ...{ method, headers: { 'x-api-key': API_KEY, 'content-type': 'application/json' } },
      ...(method === 'POST' ? { body: '{}' } : {}),
    });
    expect([400, 404]).toContain(status);
  });
});
