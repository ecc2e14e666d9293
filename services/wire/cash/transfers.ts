import { setTimeout as sleep } from 'node:timers/promises';
import type { Address, Hex } from 'viem';
import type { CctpChain } from '../../../lib/cctp/domains.ts';
import { MINT_GAS_MIN } from '../../../lib/cctp/mint-yourself.ts';
import type { Transfer, TransferTerms } from '../../../lib/cctp/transfer.ts';
import type { AttestationApi, CctpEnd, ClaimedTransfer } from '../../../lib/cctp/transfer-ports.ts';
import type { Call } from '../../../lib/ledger/call.ts';
import { type BridgeMove, bridgeCalldata, burnCallOf, mintCallOf } from '../../../lib/ledger/cash-call.ts';
import { larger } from '../../../lib/money/fixed-point.ts';
import { fail, ok, type Result } from '../../../lib/result.ts';
import { advanceTransfers, type TransferPorts } from '../../cctp/advance-transfers.ts';
import { ATTESTATION_ANSWERS, attestationClient } from '../../cctp/attestation-client.ts';
import { estimateGas } from '../../chain/call-chain.ts';
import { cctpEnd } from '../../chain/cctp-end.ts';
import { readHead } from '../../chain/chain-client.ts';
import { systemClock } from '../../clock.ts';
import { askJsonOf } from '../../http/ask-json.ts';
import type { HttpCodes } from '../../http/http-faults.ts';
import { handToTransfer } from '../../store/cash/cash-moves.ts';
import {
  claimTransfers,
  markOverdueTransfers,
  noteTransfer,
  wishTransfer,
} from '../../store/cash/transfers.ts';
import { takeOutgoingTurn } from '../../store/tick/outgoing-turns.ts';
import type { ServedChain } from '../served-chain.ts';
import type { InDatabase } from '../tick/bot-store.ts';
import type { Parts } from '../tick/tick-ports.ts';

const CODES: HttpCodes = {
  ...{ unavailable: 'venue-unavailable', limited: 'venue-limited', keyRefused: 'venue-key-refused' },
  ...{ refused: 'venue-refused', malformed: 'venue-malformed' },
};
/** A look waits for Circle no longer than this for one question, its turn included. */
const LIMITS = { attemptTimeoutMs: 5_000, totalTimeoutMs: 12_000 } as const;
/**
 * So often a second Circle is asked for whom, by all workers together. It shuts out for five minutes who asks more than 35 times;
 * visitors have few turns of their own, so that they take none from transfers.
 */
const TURNS = {
  transfers: { name: 'circle', perSecond: 20 },
  visitors: { name: 'circle-visitors', perSecond: 5 },
} as const;

/** Circle's attestation API, asked in the turns of whom it is asked for. */
export const openAttestations = (
  baseUrl: string,
  run: InDatabase,
  askedFor: keyof typeof TURNS = 'transfers',
): AttestationApi =>
  attestationClient(
    askJsonOf({
      ...{ name: 'Circle', codes: CODES, baseUrl, key: null, answers: ATTESTATION_ANSWERS },
      ...{ clock: systemClock, sleep, ...LIMITS },
      takeTurn: () =>
        run((sql) => takeOutgoingTurn(sql, { ...TURNS[askedFor], waitMsMax: LIMITS.totalTimeoutMs })),
    }),
  );

/** A chain that transfers end on, and whose key mints there. */
export type TransferChain = {
  readonly served: Pick<ServedChain, 'chainId' | 'chain' | 'facts'>;
  readonly cctp: CctpChain;
  readonly sender: Address;
};

export type TransferParts = {
  readonly run: InDatabase;
  readonly log: TransferPorts['log'];
  readonly api: AttestationApi;
  readonly chains: ReadonlyMap<number, TransferChain>;
  readonly isOver: () => boolean;
};

/** Transfers are looked at so many at a time; a look that is not over by then is another worker's. */
const CLAIM = { limit: 50, leaseSeconds: 60 } as const;

const NOT_SERVED = fail('not-configured', 'A chain of the transfer is not served.');

const mintCall = async (
  { chains }: TransferParts,
  { portfolioId, destinationChainId }: Transfer,
  { data, round }: { readonly data: Hex; readonly round: number },
): Promise<Result<Call>> => {
  const end = chains.get(destinationChainId);
  if (end === undefined) return NOT_SERVED;
  const { sender, cctp, served } = end;
  const target = cctp.messageTransmitter;
  const gas = await estimateGas(served.chain, { sender, target, data });
  if (!gas.ok) return gas;
  const gasLimit = larger(gas.value, MINT_GAS_MIN);
  const call = { chainId: destinationChainId, portfolioId, sender, target, data, gasLimit };
  return ok(mintCallOf(call, round));
};

const burnCall = async (
  { chains }: TransferParts,
  { transfer, burn, burnRounds }: ClaimedTransfer,
): Promise<Result<Call>> => {
  const { sourceChainId: chainId, portfolioId } = transfer;
  const end = chains.get(chainId);
  if (end === undefined) return NOT_SERVED;
  const gas = await estimateGas(end.served.chain, { sender: end.sender, ...burn });
  if (!gas.ok) return gas;
  const call = { chainId, portfolioId, sender: end.sender, ...burn, gasLimit: gas.value };
  return ok(burnCallOf(call, burnRounds));
};

const endOf = ({ chains }: TransferParts): TransferPorts['endOf'] => {
  const ends = new Map<number, CctpEnd>(
    [...chains].map(([id, { served, cctp, sender }]) => [
      id,
      cctpEnd({ chain: served.chain, cctp, sender, finalityBlocks: served.facts.finalityBlocks }),
    ]),
  );
  return (chainId) => ends.get(chainId) ?? null;
};

/** Brings the transfers between these chains one look further; what they want sent, the calls' journal sends. */
export const followTransfers = (parts: TransferParts): Promise<Result<null>> => {
  const { run, log, api, chains } = parts;
  const chainIds = [...chains.keys()];
  return advanceTransfers({
    ...{ api, log, endOf: endOf(parts), isOver: parts.isOver },
    claim: () => run((sql) => claimTransfers(sql, { chainIds, ...CLAIM })),
    note: (note) => run((sql) => noteTransfer(sql, note)),
    markOverdue: () => run(markOverdueTransfers),
    burnCallOf: (claimed) => burnCall(parts, claimed),
    mintCallOf: (transfer, data, round) => mintCall(parts, transfer, { data, round }),
  });
};

const chainsOf = (parts: readonly Pick<Parts, 'served' | 'ring'>[]): ReadonlyMap<number, TransferChain> => {
  const chains = new Map<number, TransferChain>();
  for (const { served, ring } of parts) {
    const [sender] = ring.keys.addresses;
    if (served.cctp !== null && sender !== undefined)
      chains.set(served.chainId, { served, cctp: served.cctp, sender });
  }
  return chains;
};

/** What follows the transfers of a process's chains within a tick; remembers whom to leave alone. Null where no API is named. */
export const openTransfers = ({ env, run, log }: Pick<Parts, 'env' | 'run' | 'log'>) => {
  const { cctpApiUrl } = env;
  if (cctpApiUrl === null) return null;
  const api = openAttestations(cctpApiUrl, run);
  return async (parts: readonly Parts[], budgetMs: number): Promise<void> => {
    const endMs = systemClock.monotonicMs() + budgetMs;
    const isOver = () => systemClock.monotonicMs() > endMs;
    const followed = await followTransfers({ run, log, api, chains: chainsOf(parts), isOver });
    if (!followed.ok)
      log.warn({ code: followed.error.code, why: followed.error.message }, 'transfers-not-followed');
  };
};

/** A signed move of a portfolio, to be carried out as a transfer. */
export type TransferWish = {
  readonly portfolioId: string;
  readonly account: Address;
  readonly sourceChainId: number;
  readonly destinationChainId: number;
  readonly minFinality: number;
  readonly move: BridgeMove;
  /** Whose key sends the burn. */
  readonly sender: Address;
  /** The journaled move that it carries out; null where none was. */
  readonly cashMoveId: Hex | null;
};

const termsOf = (
  { move, account, ...wish }: TransferWish,
  domains: Pick<TransferTerms, 'sourceDomain' | 'destinationDomain'>,
): TransferTerms => ({
  ...{ portfolioId: wish.portfolioId, account, recipient: move.sibling, minFinality: wish.minFinality },
  ...{ sourceChainId: wish.sourceChainId, destinationChainId: wish.destinationChainId, ...domains },
  ...{ amount: move.amount, maxFee: move.maxFee, moveNonce: move.nonce, generation: move.generation },
  deadlineSeconds: move.deadlineSeconds,
});

/** Journals a transfer with the call that burns; from then on {@link followTransfers} has it. Fails where the portfolio refuses the move now. */
export const beginTransfer = async (
  { run, chains }: Pick<TransferParts, 'run' | 'chains'>,
  wish: TransferWish,
): Promise<Result<Hex>> => {
  const source = chains.get(wish.sourceChainId);
  const destination = chains.get(wish.destinationChainId);
  if (source === undefined || destination === undefined) return NOT_SERVED;
  const { account: target, sender, portfolioId } = wish;
  const data = bridgeCalldata(wish.move);
  const [from, to] = [await readHead(source.served.chain), await readHead(destination.served.chain)];
  if (!from.ok) return from;
  if (!to.ok) return to;
  const gasLimit = await estimateGas(source.served.chain, { sender, target, data });
  if (!gasLimit.ok) return gasLimit;
  // What a reorganisation puts into an earlier block is found there.
  const before = (head: bigint, { served }: TransferChain): bigint =>
    larger(head - BigInt(served.facts.finalityBlocks), 0n);
  const domains = { sourceDomain: source.cctp.domain, destinationDomain: destination.cctp.domain };
  const call = { chainId: wish.sourceChainId, portfolioId, sender, target, data, gasLimit: gasLimit.value };
  return run(async (sql) => {
    const transferId = await wishTransfer(sql, {
      ...{ terms: termsOf(wish, domains), call: burnCallOf(call, 0) },
      sourceFromBlock: before(from.value.number, source),
      destinationFromBlock: before(to.value.number, destination),
    });
    if (wish.cashMoveId !== null) await handToTransfer(sql, { id: wish.cashMoveId, transferId });
    return transferId;
  });
};
