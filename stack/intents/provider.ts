import { createHash } from 'node:crypto';
import { base32 } from '@scure/base';
import type { QuoteAsked } from './one-click-requests.ts';
import { signQuote } from './quote-signing.ts';
import type { VerifierLedger } from './verifier-ledger.ts';

export type FakeToken = {
  readonly assetId: string;
  readonly decimals: number;
  readonly blockchain: string;
  readonly symbol: string;
  /** In millionths of a dollar for a whole one; what moves it moves the market. */
  priceMicroUsd: bigint;
  /** Least that can be given, in units. */
  readonly leastUnits: bigint;
};

/** What becomes of a swap once its deposit is there. */
export type Outcome =
  | 'swap'
  | 'swap-and-return-some'
  | 'short'
  | 'refund'
  | 'refund-without-amount'
  | 'refund-as-success'
  | 'fail'
  | 'stay'
  | 'odd-word';

type Deposit = { readonly units: bigint; readonly seconds: number };
type End = { readonly status: string; readonly details: Readonly<Record<string, unknown>> };
export type Swap = {
  readonly asked: QuoteAsked;
  readonly response: Readonly<Record<string, unknown>>;
  readonly depositAddress: string;
  readonly depositMemo: string | undefined;
  readonly amountOut: bigint;
  readonly deadSeconds: number;
  readonly outcome: Outcome;
  deposits: Deposit[];
  intentHashes: string[];
  end: End | null;
  seconds: number;
};

export type ProviderTerms = {
  readonly tokens: readonly FakeToken[];
  readonly secretKey: Uint8Array;
  readonly ledger: VerifierLedger;
  /** From a deposit to the end of its swap. */
  readonly swapSeconds: number;
  readonly outcomeOf: (asked: QuoteAsked) => Outcome;
  /** From a deposit until it is seen; 0 = at once. */
  readonly seesAfter: { seconds: number };
  /** What has left the verifier for a chain. */
  readonly paidOut: {
    readonly chain: string;
    readonly to: string;
    readonly token: string;
    readonly units: bigint;
  }[];
};

const LIFE_SECONDS = 600;
const instant = (seconds: number): string => new Date(seconds * 1_000).toISOString();
const formatted = (units: bigint, decimals: number): string => {
  const text = units.toString().padStart(decimals + 1, '0');
  return decimals === 0 ? text : `${text.slice(0, -decimals)}.${text.slice(-decimals)}`;
};
/** Chains that are asked for by `MEMO` alone: all deposits go to one address of the provider's, and the memo tells whose each is. */
const MEMO_CHAINS = ['stellar'];

/** SEP-23: version byte of an account's key, 32 bytes, and their CRC-16 with the low byte first. */
const stellarAddress = (key: Buffer): string => {
  const bytes = Buffer.concat([Buffer.from([6 << 3]), key]);
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = ((crc << 1) ^ (crc & 0x8000 ? 0x1021 : 0)) & 0xffff;
  }
  return base32.encode(Buffer.concat([bytes, Buffer.from([crc & 0xff, crc >> 8])]));
};
/** Where every deposit by memo goes. */
export const MEMO_ADDRESS = stellarAddress(createHash('sha256').update('deposits by memo').digest());

const placeOf = (depositAddress: string, memo: string | undefined): string =>
  JSON.stringify([depositAddress, memo ?? null]);

/** Why a deposit can't be asked for by that mode; null = it can. */
const modeFault = ({ depositType, depositMode = 'SIMPLE' }: QuoteAsked, chain: string): string | null => {
  const only = depositType === 'ORIGIN_CHAIN' && MEMO_CHAINS.includes(chain) ? 'MEMO' : 'SIMPLE';
  return depositMode === only ? null : `depositMode ${depositMode} is not supported for ${chain}`;
};

const outUnits = (units: bigint, from: FakeToken, to: FakeToken): bigint =>
  (units * from.priceMicroUsd * 10n ** BigInt(to.decimals) * 9_990n) /
  (to.priceMicroUsd * 10n ** BigInt(from.decimals) * 10_000n);

/** The provider's business: quotes that it signs, deposits that it sees in the ledger, swaps that end one way or another. */
export const providerOf = (terms: ProviderTerms) => {
  const { ledger, tokens, secretKey } = terms;
  const swaps = new Map<string, Swap>();
  /** In the ledger, and not yet seen. */
  let unseen: { readonly swap: Swap; readonly deposit: Deposit; readonly intentHash?: string }[] = [];
  let count = 0;
  const token = (id: string): FakeToken | undefined => tokens.find(({ assetId }) => assetId === id);

  const quote = (asked: QuoteAsked, nowSeconds: number): Readonly<Record<string, unknown>> | string => {
    const [from, to] = [token(asked.originAsset), token(asked.destinationAsset)];
    if (from === undefined || to === undefined) return 'tokenIn or tokenOut is not valid';
    const unfit = modeFault(asked, from.blockchain);
    if (unfit !== null) return unfit;
    if (asked.swapType !== 'EXACT_INPUT') return `${asked.swapType} is not available`;
    if (Date.parse(asked.deadline) / 1_000 <= nowSeconds) return 'deadline has passed';
    if (BigInt(asked.amount) < from.leastUnits)
      return `Amount is too low for bridge, try at least ${from.leastUnits}`;
    for (const [side, where] of [
      [asked.refundType, asked.refundTo],
      [asked.recipientType, asked.recipient],
    ] as const)
      if (side === 'INTENTS' && !/^[a-z\d]+([._-][a-z\d]+)*$/.test(where)) return 'account is not valid';
    count += 1;
    const amountOut = outUnits(BigInt(asked.amount), from, to);
    const least = (amountOut * BigInt(10_000 - asked.slippageTolerance) + 9_999n) / 10_000n;
    const depositMemo = asked.depositMode === 'MEMO' ? `${count}` : undefined;
    const own = createHash('sha256').update(`deposit ${count}`).digest('hex');
    const name = depositMemo === undefined ? own : MEMO_ADDRESS;
    const dead = Math.min(nowSeconds + LIFE_SECONDS, Math.floor(Date.parse(asked.deadline) / 1_000));
    const timestamp = instant(nowSeconds);
    const wet = {
      ...{ depositAddress: name, ...(depositMemo === undefined ? {} : { depositMemo }) },
      ...{ deadline: instant(dead), timeWhenInactive: instant(dead), timeEstimate: terms.swapSeconds },
    };
    const usd = (units: bigint, of: FakeToken) =>
      formatted((units * of.priceMicroUsd) / 10n ** BigInt(of.decimals), 6);
    const amounts = {
      ...{ amountIn: asked.amount, amountInFormatted: formatted(BigInt(asked.amount), from.decimals) },
      ...{ amountInUsd: usd(BigInt(asked.amount), from), minAmountIn: asked.amount },
      ...{ amountOut: `${amountOut}`, amountOutFormatted: formatted(amountOut, to.decimals) },
      ...{ amountOutUsd: usd(amountOut, to), minAmountOut: `${least}` },
    };
    const body = {
      quoteRequest: asked,
      quote: asked.dry ? amounts : { ...amounts, ...wet },
      timestamp,
    };
    const response = { ...body, correlationId: `fake-${count}`, signature: signQuote(body, secretKey) };
    if (!asked.dry)
      swaps.set(placeOf(name, depositMemo), {
        ...{ asked, response, depositAddress: name, depositMemo },
        ...{ amountOut, deadSeconds: dead, outcome: terms.outcomeOf(asked) },
        ...{ deposits: [], intentHashes: [], end: null, seconds: nowSeconds },
      });
    return response;
  };

  const sumOf = ({ deposits }: Swap): bigint => deposits.reduce((sum, { units }) => sum + units, 0n);
  const giveBack = (swap: Swap, units: bigint, seconds: number): Readonly<Record<string, unknown>> => {
    const { asked, depositAddress } = swap;
    ledger.take({ account: depositAddress, token: asked.originAsset, units }, seconds);
    if (asked.refundType === 'INTENTS')
      ledger.give({ account: asked.refundTo, token: asked.originAsset, units }, seconds);
    else
      terms.paidOut.push({
        chain: token(asked.originAsset)?.blockchain ?? '',
        to: asked.refundTo,
        token: asked.originAsset,
        units,
      });
    const decimals = token(asked.originAsset)?.decimals ?? 0;
    return { refundedAmount: `${units}`, refundedAmountFormatted: formatted(units, decimals) };
  };
  const payOut = (
    swap: Swap,
    { given, out: units }: { readonly given: bigint; readonly out: bigint },
    seconds: number,
  ): Readonly<Record<string, unknown>> => {
    const { asked, depositAddress } = swap;
    ledger.take({ account: depositAddress, token: asked.originAsset, units: given }, seconds);
    const isInside = asked.recipientType === 'INTENTS';
    const chain = token(asked.destinationAsset)?.blockchain ?? '';
    if (isInside) ledger.give({ account: asked.recipient, token: asked.destinationAsset, units }, seconds);
    else terms.paidOut.push({ chain, to: asked.recipient, token: asked.destinationAsset, units });
    const hash = createHash('sha256')
      .update(`arrival ${depositAddress} ${swap.depositMemo ?? ''}`)
      .digest('hex');
    return {
      ...{ amountIn: `${given}`, amountOut: `${units}` },
      ...(isInside
        ? { nearTxHashes: [hash] }
        : { destinationChainTxHashes: [{ hash, explorerUrl: `https://explorer.invalid/${hash}` }] }),
    };
  };
  const leastOf = (swap: Swap): bigint => {
    const { quote: quoted } = swap.response as { readonly quote: { readonly minAmountOut: string } };
    return BigInt(quoted.minAmountOut);
  };

  const endOf = (swap: Swap, seconds: number): End | null => {
    const [deposited, given] = [sumOf(swap), BigInt(swap.asked.amount)];
    const { outcome } = swap;
    if (outcome === 'stay' || outcome === 'odd-word') return null;
    if (outcome === 'fail') return { status: 'FAILED', details: {} };
    if (outcome === 'refund' || outcome === 'refund-without-amount') {
      const back = giveBack(swap, deposited, seconds);
      const details = { refundReason: 'SLIPPAGE', ...(outcome === 'refund' ? back : {}) };
      return { status: 'REFUNDED', details };
    }
    if (outcome === 'refund-as-success') {
      giveBack(swap, deposited, seconds);
      return { status: 'SUCCESS', details: { amountIn: null, amountOut: null } };
    }
    const returned = deposited - given + (outcome === 'swap-and-return-some' ? 1n : 0n);
    const paid = payOut(
      swap,
      { given: deposited - returned, out: outcome === 'short' ? leastOf(swap) - 1n : swap.amountOut },
      seconds,
    );
    const back = returned > 0n ? giveBack(swap, returned, seconds) : {};
    return { status: 'SUCCESS', details: { ...paid, ...back } };
  };

  const see = (nowSeconds: number): void => {
    const [seen, still] = [true, false].map((isSeen) =>
      unseen.filter(({ deposit }) => deposit.seconds <= nowSeconds === isSeen),
    );
    for (const { swap, deposit, intentHash } of seen ?? []) {
      swap.deposits.push(deposit);
      if (intentHash !== undefined) swap.intentHashes.push(intentHash);
    }
    unseen = still ?? [];
  };

  /** Deposits whose time has come are swapped, and what is too little at its deadline goes back, each at its own second. */
  const advance = (nowSeconds: number): void => {
    see(nowSeconds);
    const due = [...swaps.values()].flatMap((swap) => {
      if (swap.end !== null || swap.deposits.length === 0) return [];
      const isWhole = sumOf(swap) >= BigInt(swap.asked.amount);
      const from = swap.deposits.at(-1)?.seconds ?? 0;
      const isLate = from > swap.deadSeconds;
      const seconds = isWhole && !isLate ? from + terms.swapSeconds : Math.max(swap.deadSeconds, from) + 30;
      return seconds <= nowSeconds ? [{ swap, seconds, isWhole: isWhole && !isLate }] : [];
    });
    for (const { swap, seconds, isWhole } of due.sort((one, other) => one.seconds - other.seconds)) {
      const end = isWhole
        ? endOf(swap, seconds)
        : {
            status: 'REFUNDED',
            details: { ...giveBack(swap, sumOf(swap), seconds), refundReason: 'PARTIAL_DEPOSIT' },
          };
      if (end !== null) Object.assign(swap, { end, seconds });
    }
  };

  const statusOf = (swap: Swap, nowSeconds: number): string => {
    if (swap.end !== null) return swap.end.status;
    if (swap.deposits.length === 0) return 'PENDING_DEPOSIT';
    if (sumOf(swap) < BigInt(swap.asked.amount)) return 'INCOMPLETE_DEPOSIT';
    if (swap.outcome === 'odd-word') return 'AWAITING_MOON';
    const age = nowSeconds - (swap.deposits.at(-1)?.seconds ?? 0);
    return age < 2 ? 'KNOWN_DEPOSIT_TX' : 'PROCESSING';
  };

  return {
    ...{ quote, advance, token },
    swapAt: (depositAddress: string, memo?: string): Swap | undefined =>
      swaps.get(placeOf(depositAddress, memo)),
    isDepositAddress: (address: string): boolean =>
      [...swaps.values()].some(({ depositAddress }) => depositAddress === address),
    swaps: (): readonly Swap[] => [...swaps.values()],
    deposited: (swap: Swap, { units, seconds }: Deposit, intentHash?: string): void => {
      const deposit = { units, seconds: seconds + terms.seesAfter.seconds };
      unseen.push({ swap, deposit, ...(intentHash === undefined ? {} : { intentHash }) });
      see(seconds);
    },
    report: (swap: Swap, nowSeconds: number): Readonly<Record<string, unknown>> => ({
      ...{ correlationId: 'fake', quoteResponse: swap.response, status: statusOf(swap, nowSeconds) },
      updatedAt: instant(swap.seconds),
      swapDetails: {
        ...{ intentHashes: [], nearTxHashes: [], originChainTxHashes: [], destinationChainTxHashes: [] },
        ...(swap.deposits.length === 0 ? {} : { depositedAmount: `${sumOf(swap)}` }),
        ...swap.end?.details,
      },
    }),
  };
};
