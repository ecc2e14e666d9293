import type {
  CashChainDto,
  CashDecisionDto,
  CashMoveDto,
  CashTransferDto,
  HeldShiftDto,
  HeldVaultDto,
} from '../../lib/api/cash.ts';
import type { VaultRatesDto } from '../../lib/api/rates.ts';
import type { CashDecision, VaultVerdict } from '../../lib/cash/cash-decision.ts';
import { chainValueUnits } from '../../lib/cash/cash-holdings.ts';
import type { CashChain, CashSnapshot, CashVault } from '../../lib/cash/cash-snapshot.ts';
import { explainCash } from '../../lib/cash/explain-cash.ts';
import { JUDGED_AFTER_SECONDS } from '../../lib/cash/score-moves.ts';
import { mintYourself } from '../../lib/cctp/mint-yourself.ts';
import type { Transfer } from '../../lib/cctp/transfer.ts';
import type { UnixSeconds } from '../../lib/result.ts';
import { type CashNames, moveDto, percentOf, percentOfBps, usd, voteDto } from './cash-dtos.ts';
import type { FoundCash } from './left-alone.ts';

type HeldOn = {
  readonly chainId: number;
  readonly decision: CashDecision;
  readonly rates: readonly VaultRatesDto[];
};

const heldVaultDto = ({ vault, name, heldUnits, fault }: CashVault, on: HeldOn): HeldVaultDto => {
  const isThis = (one: { readonly chainId: number; readonly vault: string }): boolean =>
    one.chainId === on.chainId && one.vault === vault;
  const verdict: VaultVerdict | undefined = on.decision.vaults.find(isThis);
  const listed = on.rates.find(isThis);
  const expected = verdict?.expectedE18 ?? null;
  return {
    ...{ vault, name, fault, heldUsd: usd(heldUnits) },
    realised: listed?.realised ?? null,
    promised: listed?.promised ?? null,
    expectedPercent: expected === null ? null : percentOf(expected),
    riskPercent: verdict === undefined ? null : percentOfBps(verdict.riskBps),
    reason: verdict?.reason ?? null,
    why: verdict?.detail ?? null,
  };
};

const arrivingUnits = ({ arriving }: CashChain): bigint =>
  arriving.reduce((sum, { units }) => sum + units, 0n);

const seenChainDto = (chain: CashChain, on: HeldOn, address: string | null): CashChainDto => {
  const coming = arrivingUnits(chain);
  return {
    ...{ chainId: chain.chainId, chainName: chain.name, address },
    ...{ paused: chain.paused, lagging: chain.lagging },
    valueUsd: usd(chainValueUnits(chain) + coming),
    onHandUsd: usd(chain.idleUnits),
    arrivingUsd: usd(coming),
    vaults: chain.vaults.map((vault) => heldVaultDto(vault, on)),
  };
};

/** What was seen last: a snapshot and what was decided on it. */
export type LastLook = { readonly snapshot: CashSnapshot; readonly decision: CashDecision };

/** Each chain of an owner's cash, as the last look saw it; what was found since has no value yet. */
export const cashChainDtos = (
  last: LastLook | null,
  {
    found,
    rates,
    names,
  }: {
    readonly found: readonly FoundCash[];
    readonly rates: readonly VaultRatesDto[];
    readonly names: CashNames;
  },
): CashChainDto[] => {
  const addressOn = (chainId: number): string | null =>
    found.find((one) => one.chainId === chainId)?.address ?? null;
  const seen = last?.snapshot.chains ?? [];
  const unseen = found.filter(({ chainId }) => !seen.some((chain) => chain.chainId === chainId));
  return [
    ...seen.flatMap((chain) =>
      last === null
        ? []
        : [
            seenChainDto(
              chain,
              { chainId: chain.chainId, decision: last.decision, rates },
              addressOn(chain.chainId),
            ),
          ],
    ),
    ...unseen.map(({ chainId, address, paused }) => ({
      ...{ chainId, chainName: names.chain(chainId), address, paused, lagging: false },
      ...{ valueUsd: null, onHandUsd: null, arrivingUsd: null, vaults: [] },
    })),
  ];
};

/** A shift that waits, as it is stored. */
export type Held = {
  readonly chainId: number;
  readonly vault: string;
  readonly units: bigint;
  readonly lossUnits: bigint;
  readonly mostUnits: bigint;
};

const heldDto = ({ chainId, vault, units, lossUnits, mostUnits }: Held, names: CashNames): HeldShiftDto => ({
  ...{ chainId, chainName: names.chain(chainId), vault, vaultName: names.vault(chainId, vault) },
  ...{ amountUsd: usd(units), lossUsd: usd(lossUnits), mostUsd: usd(mostUnits) },
});

type Decided = { readonly id: string; readonly decision: CashDecision; readonly held: readonly Held[] };

/** A decision in words and figures. */
export const cashDecisionDto = (
  { id, decision, held }: Decided,
  { names, nowSeconds }: { readonly names: CashNames; readonly nowSeconds: UnixSeconds },
): CashDecisionDto => {
  const { plan, votes, decidedAt, nextLookAt, rateE18, rateAfterE18 } = decision;
  const stay = plan.kind === 'stay' ? plan.stay : null;
  const orNull = (units: bigint | null | undefined): string | null =>
    units === null || units === undefined ? null : usd(units);
  return {
    ...{ id, decidedAtSeconds: decidedAt, ageSeconds: nowSeconds - decidedAt, nextLookAtSeconds: nextLookAt },
    ...{ kind: plan.kind, reason: stay?.reason ?? null, why: explainCash(decision).why },
    bestNetUsd: orNull(stay?.bestNetUnits),
    neededUsd: orNull(stay?.neededUnits),
    ratePercent: rateE18 === null ? null : percentOf(rateE18),
    rateAfterPercent: rateAfterE18 === null ? null : percentOf(rateAfterE18),
    votes: votes.map(voteDto),
    moves: plan.kind === 'stay' ? [] : plan.moves.map((move) => moveDto(move, names)),
    held: held.map((one) => heldDto(one, names)),
  };
};

/** A transfer that has not come to its end. */
export type OpenTransfer = {
  readonly transfer: Transfer;
  readonly begunAt: UnixSeconds;
  readonly isOverdue: boolean;
  readonly why: string | null;
};

const NOBODY = `0x${'0'.repeat(40)}` as const;

/** @param transmitterOf Circle's contract that mints on a chain; null where it isn't known here */
export const cashTransferDto = (
  { transfer, begunAt, isOverdue, why }: OpenTransfer,
  {
    names,
    transmitterOf,
  }: { readonly names: CashNames; readonly transmitterOf: (chainId: number) => `0x${string}` | null },
): CashTransferDto => {
  const { id, sourceChainId, destinationChainId, amount, status, burn, mint } = transfer;
  const transmitter = transmitterOf(destinationChainId);
  const steps = mintYourself(transfer, transmitter ?? NOBODY);
  const isReady = steps.state === 'ready';
  const isPlaced = isReady || steps.state === 'not-attested';
  return {
    ...{ id, fromChainId: sourceChainId, fromChainName: names.chain(sourceChainId) },
    ...{ toChainId: destinationChainId, toChainName: names.chain(destinationChainId) },
    ...{ amountUsd: usd(amount), step: status, begunAtSeconds: begunAt, overdue: isOverdue, why },
    ...{ burnTx: burn?.txHash ?? null, mintTx: mint?.txHash ?? null },
    mintYourself: {
      state: steps.state,
      chainId: isPlaced ? steps.chainId : null,
      to: isPlaced ? transmitter : null,
      data: isReady ? steps.data : null,
      gas: isReady ? `${steps.gas}` : null,
      askPath: steps.state === 'not-attested' ? steps.askPath : null,
    },
  };
};

/** A move that was wished for, and what became of it. */
export type StoredMove = {
  readonly id: string;
  readonly kind: CashMoveDto['kind'];
  readonly chainId: number;
  readonly vault: string | null;
  readonly toChainId: number | null;
  readonly units: bigint;
  readonly status: CashMoveDto['status'];
  readonly why: string | null;
  readonly wishedAt: UnixSeconds;
  readonly doneAt: UnixSeconds | null;
  readonly arrivedAt: UnixSeconds | null;
  readonly txHash: string | null;
  readonly costUnits: bigint | null;
  readonly scoreUnits: bigint | null;
  readonly judgedAt: UnixSeconds | null;
};

const scoreStateOf = (
  { status, scoreUnits, doneAt, arrivedAt }: StoredMove,
  nowSeconds: UnixSeconds,
): CashMoveDto['score']['state'] => {
  if (scoreUnits !== null) return 'judged';
  if (status !== 'done' || doneAt === null) return 'not-done';
  if (nowSeconds - doneAt < JUDGED_AFTER_SECONDS) return 'too-young';
  return arrivedAt === null ? 'on-its-way' : 'no-share-price';
};

/** One move with its score, or why it has none yet. */
export const cashMoveDto = (
  move: StoredMove,
  { names, nowSeconds }: { readonly names: CashNames; readonly nowSeconds: UnixSeconds },
): CashMoveDto => {
  const { id, kind, chainId, vault, toChainId, units, status, wishedAt, doneAt, txHash } = move;
  return {
    ...{
      id,
      kind,
      chainId,
      chainName: names.chain(chainId),
      vault,
      toChainId,
      amountUsd: usd(units),
      status,
    },
    vaultName: vault === null ? null : names.vault(chainId, vault),
    toChainName: toChainId === null ? null : names.chain(toChainId),
    ...{ why: move.why, wishedAtSeconds: wishedAt, doneAtSeconds: doneAt, txHash },
    costUsd: move.costUnits === null ? null : usd(move.costUnits),
    score: {
      state: scoreStateOf(move, nowSeconds),
      usd: move.scoreUnits === null ? null : usd(move.scoreUnits),
      judgedAtSeconds: move.judgedAt,
      dueAtSeconds: doneAt === null ? null : doneAt + JUDGED_AFTER_SECONDS,
    },
  };
};
