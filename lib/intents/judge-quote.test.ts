import { describe, expect, it } from 'vitest';
import { judgeQuote } from './judge-quote.ts';
import type { AskedSwap, OfferedQuote } from './quote.ts';
import { ACCOUNT, askedOf, NOW_SECONDS, offeredOf } from './testing/builders.ts';

const asked = askedOf();
const good = offeredOf(asked);
const faultsOf = (changed: Partial<OfferedQuote>, of: AskedSwap = asked): readonly string[] =>
  judgeQuote(of, { ...offeredOf(of), ...changed }, NOW_SECONDS);
const echo = (changed: Partial<OfferedQuote['request']>) => ({ request: { ...good.request, ...changed } });

describe('a quote', () => {
  it('that is what was asked for has no fault', () => {
    expect(judgeQuote(asked, good, NOW_SECONDS)).toEqual([]);
  });

  it.each<[string, Partial<OfferedQuote>, string]>([
    ['a trial', echo({ dry: true }), 'trial'],
    ['another kind', echo({ swapType: 'FLEX_INPUT' }), 'kind of swap is FLEX_INPUT'],
    ['more slippage', echo({ slippageBps: 101 }), 'slippage in bps is 101'],
    ['another asset to give', echo({ originAsset: 'nep141:wrap.near' }), 'asset to give'],
    ['another asset to get', echo({ destinationAsset: 'nep141:wrap.near' }), 'asset to get'],
    ['another amount', echo({ amount: '1000000001' }), 'amount is 1000000001'],
    ['an amount that is written otherwise', echo({ amount: '01000000000' }), 'amount is 01000000000'],
    ['a deposit on a chain', echo({ depositType: 'ORIGIN_CHAIN' }), 'place of deposit'],
    ['a refund on a chain', echo({ refundType: 'ORIGIN_CHAIN' }), 'place of refund'],
    ['a receipt on a chain', echo({ recipientType: 'DESTINATION_CHAIN' }), 'place of receipt'],
    ['somebody else’s refund', echo({ refundTo: 'thief.near' }), 'receiver of a refund is thief.near'],
    ['somebody else’s receipt', echo({ recipient: 'thief.near' }), 'recipient is thief.near'],
    ['another deadline', echo({ deadline: '2026-09-21T14:23:21Z' }), 'deadline'],
    ['a deadline that is none', echo({ deadline: 'soon' }), 'deadline is soon'],
    ['a fee for somebody', { additions: ['appFees'] }, '“appFees”'],
    ['more wanted than is given', { amountInUnits: 1_000_000_001n }, 'wants 1000000001'],
    ['less wanted than is given', { amountInUnits: 999_999_999n, minAmountInUnits: 1n }, 'wants 999999999'],
    ['a least that is more than all', { minAmountInUnits: 1_000_000_001n }, 'least that it takes'],
    ['a least gift above the gift', { minAmountOutUnits: 1_001n }, 'least that it gives'],
    ['less than the slippage allows', { minAmountOutUnits: 989n }, 'slippage allows no less than 990'],
    ['no deposit address', { depositAddress: null }, 'no deposit address'],
    ['a deposit address of a chain', { depositAddress: '0xABCDEF' }, 'no account of the verifier'],
    ['its own account to send to', { depositAddress: ACCOUNT }, 'account itself'],
    ['the verifier to send to', { depositAddress: 'intents.near' }, 'the verifier'],
    ['a memo', { depositMemo: '42' }, 'memo'],
    ['no time', { timestamp: 'now' }, 'When it was made'],
    ['a time to come', { timestamp: '2026-09-21T14:13:51Z' }, 'still to come'],
    ['a time long past', { timestamp: '2026-09-21T14:11:19Z' }, 'came too late'],
    ['no end', { deadline: null }, 'How long'],
    ['an end that is near', { deadline: '2026-09-21T14:14:19Z' }, 'less than 60 s'],
  ])('with %s has that fault, in words', (_name, changed, words) => {
    const faults = faultsOf(changed);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(words);
  });

  it('of less than the plan takes has that fault, whatever its slippage', () => {
    const dear = askedOf({ leastOutUnits: 991n });
    expect(faultsOf({}, dear)).toEqual(['It may give 990 units, and the plan takes no less than 991.']);
  });

  it('for a deposit on a chain may have an address of that chain and a memo', () => {
    const deposit = askedOf({ depositType: 'ORIGIN_CHAIN', refundType: 'ORIGIN_CHAIN', refundTo: 'rOwner' });
    expect(faultsOf({ depositAddress: 'rDeposit', depositMemo: '42' }, deposit)).toEqual([]);
    expect(faultsOf({ depositAddress: 'rOwner' }, deposit)).toHaveLength(1);
  });
});
