import { type Address, concatHex, type Hex, keccak256, numberToHex, parseAbi, parseEventLogs } from 'viem';
import { FINALITY } from '../../lib/cctp/domains.ts';
import { feeShareE7Up, feeUnitsUp } from '../../lib/cctp/fee.ts';
import { type BurnMessage, decodeBurnMessage } from '../../lib/cctp/message.ts';
import { type Asked, answer, type FakeServer, type Reply, startFakeServer } from '../process/fake-server.ts';
import { type Attested, attest, type Written } from './attester.ts';
import { decodedMessage } from './decoded-message.ts';

/** A chain that the attester watches. */
export type WatchedChain = {
  readonly domain: number;
  readonly messageTransmitter: Address;
  /** The receipt of a transaction in a block of the present chain; null = there is none. */
  readonly receipt: (txHash: Hex) => Promise<Receipt | null>;
  readonly headNumber: () => Promise<bigint>;
};

type Receipt = {
  readonly blockNumber: bigint;
  readonly logs: readonly {
    readonly address: Address;
    readonly logIndex: number;
    readonly topics: readonly Hex[];
    readonly data: Hex;
  }[];
};

export type AttestationTerms = {
  readonly chains: readonly WatchedChain[];
  readonly keys: readonly Hex[];
  /** Blocks on top of a burn after which it is attested. */
  readonly depths: { readonly fast: bigint; readonly standard: bigint };
  /** As the API writes them, in basis points: may be fractional. */
  readonly feeBps: { readonly fast: number; readonly standard: number };
  /** Requests a second, beyond which it blocks for five minutes. */
  readonly perSecond?: number;
};

/** What is asked of Circle and not given: nothing known yet, or seen and never attested. */
export type Withheld = 'unknown' | 'pending' | null;

export type AttestationFake = FakeServer & {
  readonly withheld: { current: Withheld };
  /** Written into what is attested from now on, instead of what it would. */
  readonly written: { current: Partial<Written> };
  /** Nonces that were asked to be attested anew. */
  readonly reattested: Hex[];
  /** Lifts the block that too many requests brought. */
  readonly forgive: () => void;
};

const BLOCK_MS = 300_000;
const PER_SECOND = 35;
const messageSent = parseAbi(['event MessageSent(bytes message)']);
const refused = (code: number, error: string): Reply => answer({ code, error }, code);

type Found = {
  readonly emitted: Hex;
  readonly burn: BurnMessage;
  readonly depth: bigint;
  readonly nonce: Hex;
};

/** Circle gives each message a nonce that nobody can foresee; here it is one of the place it was emitted at. */
const nonceOf = (domain: number, txHash: Hex, logIndex: number): Hex =>
  keccak256(concatHex([numberToHex(domain, { size: 4 }), txHash, numberToHex(logIndex, { size: 4 })]));

const find = async (chain: WatchedChain, txHash: Hex): Promise<readonly Found[]> => {
  const receipt = await chain.receipt(txHash);
  if (receipt === null) return [];
  const head = await chain.headNumber();
  const logs = receipt.logs.filter(({ address }) => address.toLowerCase() === chain.messageTransmitter);
  const found: Found[] = [];
  for (const { args, logIndex } of parseEventLogs({ abi: messageSent, logs: [...logs] as never })) {
    const burn = decodeBurnMessage(args.message);
    if (!burn.ok) continue;
    const nonce = nonceOf(chain.domain, txHash, logIndex);
    found.push({ emitted: args.message, burn: burn.value, depth: head - receipt.blockNumber, nonce });
  }
  return found;
};

const feeOf = ({ burn }: Found, isFast: boolean, { feeBps }: AttestationTerms): bigint => {
  const share = feeShareE7Up(`${isFast ? feeBps.fast : feeBps.standard}`);
  return share.ok && share.value > 0n ? feeUnitsUp(burn.body.amount, share.value) : 0n;
};

/** What `/v2/messages` shows of one message: `0x` and PENDING until it is attested. */
const shown = async (
  found: Found,
  terms: AttestationTerms,
  more: { readonly isWithheld: boolean; readonly written: Partial<Written>; readonly isAgain: boolean },
): Promise<object> => {
  const asksFast = found.burn.minFinalityThreshold <= FINALITY.fast;
  const fee = feeOf(found, asksFast, terms);
  // A fee below the least one is attested as a standard transfer.
  const isFast = asksFast && !more.isAgain && fee <= found.burn.body.maxFee;
  const needed = isFast ? terms.depths.fast : terms.depths.standard;
  const attested: Attested | null =
    more.isWithheld || found.depth < needed
      ? null
      : await attest(
          found.emitted,
          {
            nonce: found.nonce,
            finalityThresholdExecuted: isFast ? FINALITY.fast : FINALITY.standard,
            ...{ feeExecuted: fee <= found.burn.body.maxFee ? fee : 0n, expirationBlock: 0n },
            ...(more.isAgain ? {} : more.written),
          },
          terms.keys,
        );
  return {
    message: attested?.message ?? '0x',
    eventNonce: found.nonce,
    attestation: attested?.attestation ?? 'PENDING',
    decodedMessage: attested === null ? null : decodedMessage(attested.message),
    cctpVersion: 2,
    status: attested === null ? 'pending_confirmations' : 'complete',
    ...(asksFast && !isFast ? { delayReason: 'insufficient_fee' } : {}),
  };
};

/** So many in any second; who asks more is shut out for five minutes. */
const gateOf = (perSecond: number) => {
  let times: number[] = [];
  let shutUntilMs = 0;
  return {
    secondsShut: (): number => {
      const now = performance.now();
      times = times.filter((time) => time > now - 1_000);
      if (now >= shutUntilMs && times.length >= perSecond) shutUntilMs = now + BLOCK_MS;
      if (now < shutUntilMs) return Math.ceil((shutUntilMs - now) / 1_000);
      times.push(now);
      return 0;
    },
    open: (): void => {
      times = [];
      shutUntilMs = 0;
    },
  };
};

const HASH = /^0x[0-9a-fA-F]{64}$/;
const GET_MESSAGES = /^\/v2\/messages\/(\d{1,10})$/;
const GET_FEES = /^\/v2\/burn\/USDC\/fees\/(\d{1,10})\/(\d{1,10})$/;
const REATTEST = /^\/v2\/reattest\/(0x[0-9a-fA-F]{64})$/;

/** Circle's attestation API V2 over real HTTP on loopback, strict about what its documents say: paths, parameters, shapes, limits. */
export const startAttestationFake = async (terms: AttestationTerms): Promise<AttestationFake> => {
  const withheld: AttestationFake['withheld'] = { current: null };
  const written: AttestationFake['written'] = { current: {} };
  const reattested: Hex[] = [];
  const known = new Map<Hex, Found>();
  const gate = gateOf(terms.perSecond ?? PER_SECOND);
  const messages = async (domain: number, query: URLSearchParams): Promise<Reply> => {
    const chain = terms.chains.find((one) => one.domain === domain);
    const names = [...query.keys()];
    const txHash = query.get('transactionHash') ?? '';
    if (chain === undefined) return refused(400, 'sourceDomainId is invalid');
    if (names.length !== 1 || names[0] !== 'transactionHash' || !HASH.test(txHash))
      return refused(400, 'transactionHash is invalid');
    const found = withheld.current === 'unknown' ? [] : await find(chain, txHash as Hex);
    if (found.length === 0) return refused(404, 'Message not found');
    for (const one of found) known.set(one.nonce, one);
    const isWithheld = withheld.current === 'pending';
    const all = found.map((one) =>
      shown(one, terms, { isWithheld, written: written.current, isAgain: reattested.includes(one.nonce) }),
    );
    return answer({ messages: await Promise.all(all) });
  };
  const fees = (from: number, to: number): Reply => {
    const isKnown = (domain: number) => terms.chains.some((one) => one.domain === domain);
    if (!isKnown(from) || !isKnown(to) || from === to) return refused(400, 'no such pair of domains');
    const { fast, standard } = terms.feeBps;
    return answer([
      { finalityThreshold: FINALITY.fast, minimumFee: fast },
      { finalityThreshold: FINALITY.standard, minimumFee: standard },
    ]);
  };
  const reattest = (nonce: Hex): Reply => {
    if (!known.has(nonce)) return refused(404, 'Nonce not found');
    if (!reattested.includes(nonce)) reattested.push(nonce);
    return answer({ message: 'Re-attestation was requested.', nonce });
  };
  const judge = async ({ method, url }: Asked): Promise<Reply> => {
    const seconds = gate.secondsShut();
    if (seconds > 0)
      return { ...refused(429, 'Too many requests'), headers: { 'retry-after': `${seconds}` } };
    const { pathname, searchParams } = url;
    const [, nonce] = REATTEST.exec(pathname) ?? [];
    if (nonce !== undefined && method === 'POST') return reattest(nonce.toLowerCase() as Hex);
    if (method !== 'GET') return refused(404, 'no such path');
    const [, domain] = GET_MESSAGES.exec(pathname) ?? [];
    if (domain !== undefined) return messages(Number(domain), searchParams);
    const [, from, to] = GET_FEES.exec(pathname) ?? [];
    return from === undefined || to === undefined || searchParams.size > 0
      ? refused(404, 'no such path')
      : fees(Number(from), Number(to));
  };
  return { ...(await startFakeServer(judge)), withheld, written, reattested, forgive: gate.open };
};
