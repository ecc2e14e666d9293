import { z } from 'zod';
import { integer, type Json, natural, toJson } from '../json/stored-json.ts';
import { fail, ok, type Result } from '../result.ts';
import { type CashDecision, SCORERS, SHIFT_KINDS } from './cash-decision.ts';
import type { CashPolicy } from './cash-policy.ts';
import { CASH_REASONS } from './cash-reasons.ts';
import { type CashSnapshot, VAULT_FAULTS } from './cash-snapshot.ts';

/** The form in which looks at cash are stored, by the names of their fields; a stored one names its own. */
const CASH_CODEC = 1;

const seconds = z.int();
const bps = z.int().min(0);
const codec = z.literal(CASH_CODEC);
const key = { chainId: z.int(), vault: z.string() };
const reason = z.enum(CASH_REASONS);

const curve = z.object({ kinkE18: natural, slopeE18: natural, steepE18: natural, reserveE18: natural });

const vault = z.object({
  vault: z.string(),
  name: z.string(),
  heldUnits: natural,
  givenUnits: natural,
  capBps: bps,
  fault: z.enum(VAULT_FAULTS).nullable(),
  tvlUnits: natural.nullable(),
  tvlWeekAgoUnits: natural.nullable(),
  utilisationE18: natural.nullable(),
  curve: curve.nullable(),
  redeemableUnits: natural.nullable(),
  rates: z.object({
    told: z.object({ rateE18: integer.nullable(), atSeconds: seconds }).nullable(),
    dayE18: integer.nullable(),
    monthE18: integer.nullable(),
  }),
  lastDepositedAtSeconds: seconds.nullable(),
  lastRedeemedAtSeconds: seconds.nullable(),
});

const chain = z.object({
  chainId: z.int(),
  name: z.string(),
  idleUnits: natural,
  arriving: z.array(z.object({ units: natural, dueAtSeconds: seconds })),
  paused: z.boolean(),
  lagging: z.boolean(),
  minMoveBps: bps,
  cooldownSeconds: seconds,
  lossLeftE18: natural,
  turnoverLeftE18: natural,
  bridgeLeftE18: natural,
  bridgeFeeBpsMax: bps,
  lastBridgedAtSeconds: seconds.nullable(),
  siblings: z.array(z.object({ chainId: z.int(), openUntilSeconds: seconds })),
  costs: z
    .object({ depositUnits: natural, redeemUnits: natural, burnUnits: natural, mintUnits: natural })
    .nullable(),
  vaults: z.array(vault),
});

const snapshotSchema = z
  .object({
    codec,
    nowSeconds: seconds,
    halted: z.boolean(),
    chains: z.array(chain),
    anchor: z.array(z.object({ ...key, shareBps: bps })),
    leadE18: integer,
  })
  .transform(({ codec: _, ...snapshot }): CashSnapshot => snapshot);

const move = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('redeem'), ...key, units: natural }),
  z.object({ kind: z.literal('deposit'), ...key, units: natural }),
  z.object({ kind: z.literal('bridge'), chainId: z.int(), toChainId: z.int(), units: natural }),
]);

const shift = z.object({
  kind: z.enum(SHIFT_KINDS),
  from: z.object({ chainId: z.int(), vault: z.string().nullable() }),
  to: z.object(key),
  units: natural,
  earnedUnits: integer,
  costUnits: natural,
  neededUnits: integer,
});

const plan = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('stay'),
    stay: z.object({
      reason,
      detail: z.string().nullable(),
      bestNetUnits: integer.nullable(),
      neededUnits: integer.nullable(),
    }),
  }),
  z.object({ kind: z.literal('move'), shifts: z.tuple([shift], shift), moves: z.tuple([move], move) }),
]);

const decisionSchema = z
  .object({
    codec,
    cashVersion: z.string(),
    plan,
    votes: z.array(
      z.object({
        scorer: z.enum(SCORERS),
        vote: z.enum(['move', 'stay']),
        reason: reason.nullable(),
        actual: integer,
        allowed: integer,
        why: z.string(),
      }),
    ),
    vaults: z.array(
      z.object({
        ...key,
        name: z.string(),
        heldUnits: natural,
        expectedE18: integer.nullable(),
        riskBps: bps,
        reason: reason.nullable(),
        detail: z.string().nullable(),
      }),
    ),
    valueUnits: natural,
    rateE18: integer.nullable(),
    rateAfterE18: integer.nullable(),
    decidedAt: seconds,
    nextLookAt: seconds,
  })
  .transform(({ codec: _, ...decision }): CashDecision => decision);

const policySchema = z
  .object({
    codec,
    lookEverySeconds: z.int().positive(),
    chainCaps: z.array(z.object({ chainId: z.int(), capBps: bps })),
    vaultCapBps: bps,
    bufferBps: bps,
    minMoveUnits: natural,
    minBridgeUnits: natural,
    minShiftBps: bps,
    costBpsMax: bps,
    horizonSeconds: z.int().positive(),
    firstGainBps: bps,
    nextGainBps: bps,
    sideGainBps: bps,
    crossGainBps: bps,
    provenLeadBps: bps,
    trialShareBps: bps,
    shortfallBps: bps,
    fullLeadBps: bps,
    tvlFallBpsMax: bps,
    utilisationBpsMax: bps,
    marketShareBpsMax: bps,
    shiftsMax: z.int().positive(),
  })
  .transform(({ codec: _, ...policy }): CashPolicy => policy);

/** The stored form of a snapshot; {@link decodeCashSnapshot} gives back an equal value. */
export const encodeCashSnapshot = (snapshot: CashSnapshot): Json =>
  toJson({ codec: CASH_CODEC, ...snapshot });

/** The stored form of a decision; {@link decodeCashDecision} gives back an equal value. */
export const encodeCashDecision = (decision: CashDecision): Json =>
  toJson({ codec: CASH_CODEC, ...decision });

/** The stored form of a policy; {@link decodeCashPolicy} gives back an equal value. */
export const encodeCashPolicy = (policy: CashPolicy): Json => toJson({ codec: CASH_CODEC, ...policy });

const firstIssue = ({ issues }: z.ZodError): string => `${issues[0]?.path.join('.')}: ${issues[0]?.message}`;

/** Reads a stored snapshot. `snapshot-invalid` names the first field that does not fit. */
export const decodeCashSnapshot = (json: unknown): Result<CashSnapshot> => {
  const read = snapshotSchema.safeParse(json);
  return read.success ? ok(read.data) : fail('snapshot-invalid', firstIssue(read.error));
};

/** Reads a stored decision. `decision-invalid` names the first field that does not fit. */
export const decodeCashDecision = (json: unknown): Result<CashDecision> => {
  const read = decisionSchema.safeParse(json);
  return read.success ? ok(read.data) : fail('decision-invalid', firstIssue(read.error));
};

/** Reads a stored policy. `policy-invalid` names the first field that does not fit. */
export const decodeCashPolicy = (json: unknown): Result<CashPolicy> => {
  const read = policySchema.safeParse(json);
  return read.success ? ok(read.data) : fail('policy-invalid', firstIssue(read.error));
};
