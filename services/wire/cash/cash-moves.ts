import type { Address, Hex } from 'viem';
import { decodeCashDecision, decodeCashSnapshot } from '../../../lib/cash/cash-codec.ts';
import { expectedGasUnits, shiftOfMove } from '../../../lib/cash/moves/shift-of-move.ts';
import type { TrackedMove } from '../../../lib/cash/moves/tracked-move.ts';
import { FINALITY } from '../../../lib/cctp/domains.ts';
import type { Call } from '../../../lib/ledger/call.ts';
import { vaultMoveCalldata, vaultMoveCallOf } from '../../../lib/ledger/cash-call.ts';
import { SETTLED_BLOCKS } from '../../../lib/ledger/next-call-step.ts';
import { larger } from '../../../lib/money/fixed-point.ts';
import { fail, ok, type Result } from '../../../lib/result.ts';
import type { FollowPorts } from '../../cash/follow-moves.ts';
import { estimateGas } from '../../chain/call-chain.ts';
import { readGeneration, readMoveEvents } from '../../chain/cash-end.ts';
import { readHead, readSettled } from '../../chain/chain-client.ts';
import { simulateCall } from '../../chain/simulate-call.ts';
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
} from '../../store/cash/cash-moves.ts';
import type { InDatabase } from '../tick/bot-store.ts';
import { beginTransfer, type TransferChain, type TransferParts } from './transfers.ts';

type MoveParts = Pick<TransferParts, 'run' | 'log' | 'isOver' | 'chains'>;

/** Moves of a chain that one look follows. */
const MOVES_MAX = 500;

const NOT_SERVED = fail('not-configured', 'A chain of the move is not served.', { when: 'next-tick' });

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

const callOf = async ({ served }: TransferChain, move: TrackedMove): Promise<Result<Call>> => {
  const asked = exactCall(move);
  if (asked === null) return fail('bug', `move ${move.id} has no vault`);
  const { chainId, portfolioId, signer: sender } = move;
  const gas = await estimateGas(served.chain, { sender, ...asked });
  if (!gas.ok) return gas;
  return ok(vaultMoveCallOf({ chainId, portfolioId, sender, ...asked, gasLimit: gas.value }, move.rounds));
};

const bridge = async (parts: MoveParts, move: TrackedMove): Promise<Result<Hex>> => {
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

/** What follows the signed moves of one chain: their calls and transfers are wished, their portfolios' own events noted. */
export const followPorts = (parts: MoveParts, side: TransferChain): FollowPorts => {
  const { run, log, isOver } = parts;
  const { chain, chainId, facts } = side.served;
  return {
    ...{ chainId, log, isOver },
    horizon: async () => {
      const settled = await readSettled(chain, Number(SETTLED_BLOCKS));
      if (!settled.ok) return settled;
      const final = settled.value.number + SETTLED_BLOCKS - BigInt(facts.finalityBlocks);
      return ok({ settled: settled.value, finalBlock: larger(final, 0n) });
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
