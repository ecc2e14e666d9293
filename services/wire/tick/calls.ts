import type { Address } from 'viem';
import type { CallChain, CallJournal } from '../../../lib/ledger/call-ports.ts';
import { fail, ok, type Result } from '../../../lib/result.ts';
import { type RevokePorts, revokeOrders } from '../../bot/revoke-orders.ts';
import { type SendPorts, sendCalls } from '../../bot/send-calls.ts';
import { sizeAllowances } from '../../bot/size-allowances.ts';
import {
  estimateGas,
  readMarket,
  readSender,
  readTransactions,
  sendRaw,
  signCall,
} from '../../chain/call-chain.ts';
import { readHead } from '../../chain/chain-client.ts';
import { readBlocks } from '../../chain/read-blocks.ts';
import type { Settings } from '../../store/settings.ts';
import { readAllowanceLooks } from '../../store/tick/allowance-looks.ts';
import {
  closeCall,
  journalAttempt,
  markIncluded,
  markLooked,
  markSent,
  readOpenCalls,
  readRevocable,
  wishCall,
} from '../../store/tick/calls.ts';
import { readNativeUsdE18 } from '../prices/native-price.ts';
import type { ServedChain } from '../served-chain.ts';
import type { InDatabase } from './bot-store.ts';
import type { Parts } from './tick-ports.ts';

/** What sending needs of a bot's process and of one chain. */
export type SenderParts = Pick<Parts, 'run' | 'ring' | 'log'> & {
  readonly served: Pick<ServedChain, 'chain' | 'batching' | 'chainId' | 'facts' | 'relay'>;
};

type SenderSettings = Pick<Settings, 'halted' | 'revocation'>;

/** The store, as the journal of what the bot sends. */
const callJournal = (run: InDatabase, chainId: number): CallJournal => ({
  open: () => run((sql) => readOpenCalls(sql, chainId)),
  journal: (attempt, of) => run((sql) => journalAttempt(sql, { attempt, ...of })),
  sent: (txHash, at) => run((sql) => markSent(sql, { chainId, txHash, ...at })),
  seen: (txHash, at) => run((sql) => markIncluded(sql, { chainId, txHash, ...at })),
  close: ({ id }, as) => run((sql) => closeCall(sql, { id, ...as })),
  looked: (ids, headNumber) => run((sql) => markLooked(sql, { ids, headNumber })),
});

const NO_BLOCK = fail('chain-block-unknown', 'The node has no block of that number any more.', {
  when: 'next-tick',
});
const NO_KEY = fail('signer-unavailable', 'The key that is to send is not at hand.', { when: 'next-tick' });

/** A chain, as the sender knows it. */
const callChain = ({ chain, batching, facts, relay }: SenderParts['served']): CallChain => ({
  headNumber: async () => {
    const head = await readHead(chain);
    return head.ok ? ok(head.value.number) : head;
  },
  market: () => readMarket(chain),
  sender: (sender, headNumber) => readSender(chain, { sender, headNumber }),
  transactions: async (hashes) => {
    const seen = await readTransactions(chain, hashes);
    if (!seen.ok || relay === null) return seen;
    // What waits there no other node knows. One that doesn't answer gets the same bytes again.
    const kept = await readTransactions(relay, hashes);
    if (!kept.ok) return seen;
    return ok({ ...seen.value, known: new Set([...seen.value.known, ...kept.value.known]) });
  },
  nativeUsdE18: async ({ number }) => {
    const blocks = await readBlocks({ chain: batching, timeIsUp: () => false }, [number]);
    if (!blocks.ok) return blocks;
    const [block = null] = blocks.value;
    return block === null ? NO_BLOCK : readNativeUsdE18({ facts, chain }, block);
  },
  sign: (wanted, signAs) => {
    const sign = signAs(wanted.call.sender);
    return sign === null ? Promise.resolve(NO_KEY) : signCall(wanted, sign);
  },
  send: (raw) => sendRaw(relay ?? chain, raw),
});

const revokePorts = (
  { run, served, ring, log }: SenderParts,
  { revocation }: Pick<SenderSettings, 'revocation'>,
  portfolio: Address | null = null,
): RevokePorts => {
  const { chain, chainId } = served;
  const signers = [...ring.keys.addresses];
  return {
    ...{ chainId, log, ...revocation },
    revocable: (limit) => run((sql) => readRevocable(sql, { chainId, signers, limit, portfolio })),
    estimateGas: (call) => estimateGas(chain, call),
    market: () => readMarket(chain),
    wish: (wished) => run((sql) => wishCall(sql, wished)),
  };
};

/** Allowances of portfolios at 1inch are sized in one tick at most so many at a time. */
const ALLOWANCE_LOOKS_MAX = 50;

/** Wishes allowances set to what orders at 1inch need; {@link advanceCalls} sends them. */
export const wishAllowances = ({ run, served, ring, log }: SenderParts): Promise<Result<null>> => {
  const { chain, chainId } = served;
  const query = { chainId, signers: [...ring.keys.addresses], limit: ALLOWANCE_LOOKS_MAX };
  return sizeAllowances({
    ...{ chainId, log },
    looks: () => run((sql) => readAllowanceLooks(sql, query)),
    estimateGas: (call) => estimateGas(chain, call),
    wish: (wished) => run((sql) => wishCall(sql, wished)),
  });
};

const sendPorts = ({ run, served, ring, log }: SenderParts, { revocation }: SenderSettings): SendPorts => ({
  ...{ calls: callJournal(run, served.chainId), chain: callChain(served), signAs: ring.signAs },
  ...{ feeWeiPerTickMax: revocation.feeWeiPerTickMax, log },
});

/** What the bot has to send on one chain, one look further: first what a stop of all trading asks for, then all that is under way. */
export const advanceCalls = async (parts: SenderParts, settings: SenderSettings): Promise<Result<null>> => {
  const wished = settings.halted ? await revokeOrders(revokePorts(parts, settings)) : ok(0);
  const sent = await sendCalls(sendPorts(parts, settings));
  return wished.ok ? sent : wished;
};

/** At once, whatever a tick may; what they cost together stays bounded. */
const REVOKED_AT_ONCE_MAX = 1_000;

/**
 * Wishes the open orders of one portfolio, or of all (null), revoked on one chain, and sends what is wished, as ticks do; answers how many
 * were wished now. Only where trading is stopped or the portfolio paused. Doing it again wishes nothing twice.
 */
export const revokeNow = async (
  parts: SenderParts,
  settings: SenderSettings,
  portfolio: Address | null,
): Promise<Result<number>> => {
  const revocation = { ...settings.revocation, perTickMax: REVOKED_AT_ONCE_MAX };
  const wished = await revokeOrders(revokePorts(parts, { revocation }, portfolio));
  if (!wished.ok) return wished;
  const sent = await sendCalls(sendPorts(parts, settings));
  return sent.ok ? wished : sent;
};
