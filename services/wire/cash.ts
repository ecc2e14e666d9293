import type { Address, Hex } from 'viem';
import { decodeCashDecision, decodeCashSnapshot } from '../../lib/cash/cash-codec.ts';
import type { CashSight } from '../../lib/cash/cash-sight.ts';
import { expectedGasUnits, shiftOfMove } from '../../lib/cash/moves/shift-of-move.ts';
import type { TrackedMove } from '../../lib/cash/moves/tracked-move.ts';
import { FINALITY } from '../../lib/cctp/domains.ts';
import type { AttestationApi } from '../../lib/cctp/transfer-ports.ts';
import type { Call } from '../../lib/ledger/call.ts';
import { vaultMoveCalldata, vaultMoveCallOf } from '../../lib/ledger/cash-call.ts';
import { SETTLED_BLOCKS } from '../../lib/ledger/next-call-step.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import { type FollowPorts, followMoves } from '../cash/follow-moves.ts';
import { type ScorePorts, scoreCash } from '../cash/score-cash.ts';
import { type CashPorts, type LookedCash, tickCash } from '../cash/tick-cash.ts';
import { estimateGas } from '../chain/call-chain.ts';
import { readGeneration, readMoveEvents } from '../chain/cash-end.ts';
import { readHead, readSettled } from '../chain/chain-client.ts';
import { simulateCall } from '../chain/simulate-call.ts';
import {
  claimCashOwners,
  failCashLook,
  peekCashOwners,
  readAside,
  readClaimTime,
  releaseCashOwner,
} from '../store/cash-claims.ts';
import { journalCash } from '../store/cash-journal.ts';
import {
  closeMove,
  noteMoveArrived,
  noteMoveDone,
  noteMoveUndone,
  noteMoveWaits,
  readMoveDecision,
  readOpenMoves,
  type ShiftVaults,
  wishMoveCall,
} from '../store/cash-moves.ts';
import { readSharePriceAt, readUnjudged, saveCashScore } from '../store/cash-scores.ts';
import type { InDatabase } from './bot-store.ts';
import type { SenderParts } from './calls.ts';
import { pokeOf } from './cash-pokes.ts';
import { beginTransfer, type TransferChain, type TransferParts } from './transfers.ts';

/** A chain on which cash portfolios are looked at and moved. */
export type CashSide = TransferChain & Pick<SenderParts, 'ring'>;

/** What a tick over owners' cash works with. */
export type CashParts = Omit<TransferParts, 'chains' | 'api'> & {
  /** Null where no attestation API is named: then nothing is bridged. */
  readonly api: AttestationApi | null;
  readonly chains: ReadonlyMap<number, CashSide>;
  readonly see: CashPorts['see'];
  /** For a person who looks at the table. */
  readonly holder: string;
  readonly leaseSeconds: number;
  readonly tickIntervalSeconds: number;
  readonly dryRun: boolean;
};

/** Owners are claimed so many at a time, and each chain is read once for all of them. */
const CLAIM_LIMIT = 100;
const DRY_LIMIT = 100;
/** Moves of a chain that one look follows. */
const MOVES_MAX = 500;
/** After trouble of the surroundings an owner is looked at again so soon. */
const AGAIN_SECONDS = 60;

const NOT_SERVED = fail('not-configured', 'A chain of the move is not served.', { when: 'next-tick' });
const NO_API = fail('not-configured', 'CCTP_API_URL is missing: nothing is bridged.', { when: 'next-tick' });

const signerOf =
  ({ chains }: CashParts): CashPorts['signAs'] =>
  (signer) => {
    for (const { ring } of chains.values()) {
      const sign = ring.signAs(signer);
      if (sign !== null) return sign;
    }
    return null;
  };

/** What the contract doesn't know: a portfolio that its operator has paused, or that was set aside, counts as paused. */
const seeingPauses =
  ({ run, see }: CashParts): CashPorts['see'] =>
  async (due) => {
    const seen = await see(due);
    if (!seen.ok) return seen;
    const accounts = [...seen.value.values()].flatMap((sight) => (sight.ok ? sight.value.accounts : []));
    const aside = await run((sql) =>
      readAside(
        sql,
        accounts.map(({ portfolioId }) => portfolioId),
      ),
    );
    if (!aside.ok) return aside;
    const stopped = new Set(
      accounts.flatMap(({ portfolioId, chainId, owner }) =>
        aside.value.has(portfolioId) ? [`${chainId}:${owner}`] : [],
      ),
    );
    const paused = (sight: CashSight, owner: Address): CashSight => ({
      ...sight,
      snapshot: {
        ...sight.snapshot,
        chains: sight.snapshot.chains.map((chain) =>
          stopped.has(`${chain.chainId}:${owner}`) ? { ...chain, paused: true } : chain,
        ),
      },
    });
    const ownerOf = new Map(due.map(({ ownerId, owner }) => [ownerId, owner]));
    return ok(
      new Map(
        [...seen.value].map(([id, sight]) => {
          const owner = ownerOf.get(id);
          return [id, sight.ok && owner !== undefined ? ok(paused(sight.value, owner)) : sight];
        }),
      ),
    );
  };

/** Nothing of a move is before the head as it is now, less what a reorganisation may reach. */
const journal = async ({ run, chains }: CashParts, look: LookedCash): Promise<Result<string | null>> => {
  const from = new Map<number, bigint>();
  for (const { chainId, blockNumber } of look.sight.accounts) {
    const depth = BigInt(chains.get(chainId)?.served.facts.finalityBlocks ?? 0);
    from.set(chainId, blockNumber > depth ? blockNumber - depth : 0n);
  }
  const moves = look.moves.map((move) => ({ ...move, fromBlock: from.get(move.chainId) ?? 0n }));
  const { due, policy, decision, dueInSeconds } = look;
  const entry = { due, policy, decision, moves, dueInSeconds, snapshot: look.sight.snapshot };
  return run((sql) => journalCash(sql, entry));
};

const claimer = (parts: CashParts, dueBefore: string): CashPorts['claim'] => {
  const { run, holder, leaseSeconds } = parts;
  return parts.dryRun
    ? () => run((sql) => peekCashOwners(sql, DRY_LIMIT))
    : () => run((sql) => claimCashOwners(sql, { holder, leaseSeconds, dueBefore, limit: CLAIM_LIMIT }));
};

const cashPorts = (parts: CashParts, dueBefore: string): CashPorts => {
  const { run, api, log, isOver, dryRun, tickIntervalSeconds } = parts;
  return {
    ...{ log, isOver, dryRun, tickIntervalSeconds, signAs: signerOf(parts), see: seeingPauses(parts) },
    claim: claimer(parts, dueBefore),
    feeShareE7: async (pair) => (api === null ? NO_API : api.feeShareE7(pair, FINALITY.standard)),
    journal: (look) => journal(parts, look),
    poke: pokeOf(parts),
    failed: (due, failure) =>
      run((sql) =>
        failCashLook(sql, { due, failure, againSeconds: tickIntervalSeconds === 0 ? 0 : AGAIN_SECONDS }),
      ),
    release: (due) => run((sql) => releaseCashOwner(sql, due)),
  };
};

/** What of a move its contract is asked with. */
const exactCall = (move: TrackedMove): { readonly target: Address; readonly data: Hex } | null => {
  const { account: target, vault, units, shares, least, nonce, stored, signature } = move;
  const terms = { nonce, generation: Number(stored.generation), deadline: stored.deadlineSeconds };
  if (vault === null) return null;
  const words =
    shares === null
      ? ({ kind: 'Deposit', vault, assets: units, minShares: least } as const)
      : ({ kind: 'Redeem', vault, shares, minAssets: least } as const);
  return { target, data: vaultMoveCalldata({ words, terms, signature }) };
};

const callOf = async ({ served }: CashSide, move: TrackedMove): Promise<Result<Call>> => {
  const asked = exactCall(move);
  if (asked === null) return fail('bug', `move ${move.id} has no vault`);
  const { chainId, portfolioId, signer: sender } = move;
  const gas = await estimateGas(served.chain, { sender, ...asked });
  if (!gas.ok) return gas;
  return ok(vaultMoveCallOf({ chainId, portfolioId, sender, ...asked, gasLimit: gas.value }, move.rounds));
};

const bridge = async (parts: CashParts, move: TrackedMove): Promise<Result<Hex>> => {
  const { toChainId, sibling, chainId, account, portfolioId, signer: sender, id, signature } = move;
  if (toChainId === null || sibling === null) return fail('bug', `move ${id} bridges nowhere`);
  const destination = parts.chains.get(toChainId);
  if (destination === undefined) return NOT_SERVED;
  const { nonce, units: amount, least: maxFee, stored } = move;
  const { generation, deadlineSeconds } = stored;
  return beginTransfer(parts, {
    ...{ portfolioId, account, sender, minFinality: FINALITY.standard, cashMoveId: id },
    ...{ sourceChainId: chainId, destinationChainId: toChainId },
    move: {
      ...{ domain: destination.cctp.domain, sibling, amount, maxFee, nonce, generation },
      ...{ deadlineSeconds, signature },
    },
  });
};

type OfDecision = { readonly shift: ShiftVaults; readonly expectedGasUnits: bigint };

/** Where a move's shift came from and went, and what its gas was expected to cost, by the look that it is of. */
const ofDecision = async (run: InDatabase, move: TrackedMove): Promise<Result<OfDecision>> => {
  const read = await run((sql) => readMoveDecision(sql, move.decisionId));
  if (!read.ok) return read;
  const decision = decodeCashDecision(read.value?.decision);
  if (!decision.ok) return decision;
  const snapshot = decodeCashSnapshot(read.value?.snapshot);
  if (!snapshot.ok) return snapshot;
  const costsOf = (id: number | null) =>
    snapshot.value.chains.find(({ chainId }) => chainId === id)?.costs ?? null;
  const shift = shiftOfMove(decision.value.plan, move.index);
  const from = shift?.from ?? null;
  return ok({
    shift: {
      from: from === null || from.vault === null ? null : { chainId: from.chainId, vault: from.vault },
      to: shift?.to ?? null,
    },
    expectedGasUnits: expectedGasUnits(move, costsOf(move.chainId), costsOf(move.toChainId)),
  });
};

const followPorts = (parts: CashParts, side: CashSide): FollowPorts => {
  const { run, log, isOver } = parts;
  const { chain, chainId, facts } = side.served;
  return {
    ...{ chainId, log, isOver },
    horizon: async () => {
      const settled = await readSettled(chain, Number(SETTLED_BLOCKS));
      if (!settled.ok) return settled;
      const final = settled.value.number + SETTLED_BLOCKS - BigInt(facts.finalityBlocks);
      return ok({ settled: settled.value, finalBlock: final > 0n ? final : 0n });
    },
    open: (finalBlock) => run((sql) => readOpenMoves(sql, { chainId, finalBlock, limit: MOVES_MAX })),
    events: async (moves) => {
      const head = await readHead(chain);
      if (!head.ok) return head;
      const { number, timeSeconds: seconds } = head.value;
      const events = await readMoveEvents(chain, moves, number);
      return events.ok ? ok({ events: events.value, head: { number, seconds } }) : events;
    },
    generation: (account, block) => readGeneration(chain, account, block),
    refusalOf: async (move, number) => {
      const asked = exactCall(move);
      // What a bridge is refused by, its transfer is not begun by.
      return asked === null ? ok(null) : simulateCall(chain, { sender: move.signer, ...asked }, { number });
    },
    callOf: (move) => callOf(side, move),
    wish: (move, call) =>
      run((sql) => wishMoveCall(sql, { call, id: move.id, generation: move.stored.generation })),
    bridge: (move) => bridge(parts, move),
    done: async (move, event) => {
      const of = await ofDecision(run, move);
      return of.ok
        ? run(async (sql) => {
            await noteMoveDone(sql, { id: move.id, event, ...of.value });
            return null;
          })
        : of;
    },
    undone: (id) => run((sql) => noteMoveUndone(sql, id)),
    close: (id, status, why) => run((sql) => closeMove(sql, { id, status, why })),
    waits: (id, why) => run((sql) => noteMoveWaits(sql, { id, why })),
    arrived: async (move) => {
      const of = await ofDecision(run, move);
      if (!of.ok) return of;
      const over = parts.chains.get(move.toChainId ?? 0);
      if (over === undefined) return NOT_SERVED;
      const head = await readHead(over.served.chain);
      if (!head.ok) return head;
      const { to } = of.value.shift;
      return run(async (sql) => {
        await noteMoveArrived(sql, { id: move.id, atSeconds: head.value.timeSeconds, to });
        return null;
      });
    },
  };
};

/** Moves that are judged in one pass at most. */
const JUDGED_MAX = 100;

const scorePorts = ({ run, chains, log, isOver }: CashParts): ScorePorts => ({
  ...{ log, isOver },
  nowSeconds: async () => {
    let newest = 0;
    for (const { served } of chains.values()) {
      const head = await readHead(served.chain);
      if (head.ok) newest = Math.max(newest, head.value.timeSeconds);
    }
    return ok(newest);
  },
  unjudged: (nowSeconds) => run((sql) => readUnjudged(sql, { nowSeconds, limit: JUDGED_MAX })),
  priceAt: (place) => run((sql) => readSharePriceAt(sql, place)),
  save: (score) => run((sql) => saveCashScore(sql, score)),
});

/** Brings what was signed before a look further, judges what is a week old, then looks at the owners who are due. One chain's trouble is not the others'. */
export const tendCash = async (parts: CashParts): Promise<Result<null>> => {
  const begun = await parts.run(readClaimTime);
  if (!begun.ok) return begun;
  let failed: Result<null> = ok(null);
  if (!parts.dryRun)
    for (const side of parts.chains.values()) {
      const followed = await followMoves(followPorts(parts, side));
      if (!followed.ok) failed = followed;
    }
  if (!parts.dryRun) {
    const scored = await scoreCash(scorePorts(parts));
    if (!scored.ok) failed = scored;
  }
  const looked = await tickCash(cashPorts(parts, begun.value));
  return looked.ok ? failed : looked;
};
