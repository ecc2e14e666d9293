import { z } from 'zod';
import { CASH_PROFILES } from '../cash/cash-policy.ts';
import { CASH_REASONS } from '../cash/cash-reasons.ts';
import { TRANSFER_STATUSES } from '../cctp/transfer.ts';
import { endpoint } from './endpoint.ts';
import {
  addressText,
  chainIdField,
  chainIdText,
  decimalText,
  hashedPageQuery,
  hashText,
  pageOf,
  secondsField,
} from './fields.ts';
import { cashPlanMove, cashVote } from './optimize.ts';
import { sourcedRate } from './rates.ts';

const read = { who: 'user', scope: 'portfolios:read' } as const;

const hexText = z.string().regex(/^0x([0-9a-f]{2})*$/);

const heldVault = z
  .object({
    vault: addressText,
    name: z.string(),
    heldUsd: decimalText.describe('What our shares are worth, rounded down.'),
    fault: z
      .enum(['unreadable', 'below-mark'])
      .nullable()
      .describe('Why it counts nothing; null when it counts.'),
    realised: sourcedRate
      .nullable()
      .describe('What its shares grew by in a week. Null where it is not listed here.'),
    promised: sourcedRate.nullable(),
    expectedPercent: decimalText.nullable().describe('What the decision expects, simple, a year.'),
    riskPercent: decimalText.nullable().describe('Of its nearest limit.'),
    reason: z.enum(CASH_REASONS).nullable().describe('Why nothing more goes in; null when it may.'),
    why: z.string().nullable(),
  })
  .meta({ id: 'HeldVault' });
export type HeldVaultDto = z.infer<typeof heldVault>;

const cashChain = z
  .object({
    chainId: chainIdField,
    chainName: z.string(),
    address: addressText.nullable().describe('Of the portfolio’s contract.'),
    valueUsd: decimalText.nullable().describe('On hand, in vaults and arriving; null before the first look.'),
    onHandUsd: decimalText.nullable(),
    arrivingUsd: decimalText.nullable().describe('On its way here, counted here and nowhere else.'),
    paused: z.boolean(),
    lagging: z.boolean().describe('Its data is too old: what is told of it is of an earlier look.'),
    vaults: z.array(heldVault),
  })
  .meta({ id: 'CashChain' });
export type CashChainDto = z.infer<typeof cashChain>;

const leftAlone = z
  .object({
    chainId: chainIdField,
    chainName: z.string(),
    address: addressText,
    reason: z.enum(['another-first', 'other-signer']),
    why: z.string(),
  })
  .meta({ id: 'CashLeftAlone' });
export type CashLeftAloneDto = z.infer<typeof leftAlone>;

const mintYourself = z
  .object({
    state: z.enum(['ready', 'not-attested', 'not-burnt', 'done']),
    chainId: chainIdField.nullable(),
    to: addressText.nullable().describe('Circle’s contract over there: send it `data` with any wallet.'),
    data: hexText.nullable(),
    gas: z.string().nullable(),
    askPath: z.string().nullable().describe('Of Circle’s API, until it answers `complete`.'),
  })
  .meta({ id: 'MintYourself' });

const transfer = z
  .object({
    id: hashText,
    fromChainId: chainIdField,
    fromChainName: z.string(),
    toChainId: chainIdField,
    toChainName: z.string(),
    amountUsd: decimalText,
    step: z.enum(TRANSFER_STATUSES),
    begunAtSeconds: secondsField,
    overdue: z.boolean(),
    why: z.string().nullable().describe('What it waits for.'),
    burnTx: hashText.nullable(),
    mintTx: hashText.nullable(),
    mintYourself,
  })
  .meta({ id: 'CashTransfer' });
export type CashTransferDto = z.infer<typeof transfer>;

const heldShift = z
  .object({
    chainId: chainIdField,
    chainName: z.string(),
    vault: addressText,
    vaultName: z.string(),
    amountUsd: decimalText,
    lossUsd: decimalText.describe('What the contract would count as lost: its mark of the vault lags.'),
    mostUsd: decimalText.describe('What one move of that size may lose by the contract’s limits.'),
  })
  .meta({ id: 'HeldShift' });
export type HeldShiftDto = z.infer<typeof heldShift>;

const decision = z
  .object({
    id: z.string(),
    decidedAtSeconds: secondsField,
    ageSeconds: z.int(),
    nextLookAtSeconds: secondsField,
    kind: z.enum(['stay', 'move']),
    reason: z.enum(CASH_REASONS).nullable(),
    why: z.string(),
    bestNetUsd: decimalText
      .nullable()
      .describe('What the best shift that was not taken would have earned after costs.'),
    neededUsd: decimalText.nullable(),
    ratePercent: decimalText.nullable().describe('What all of it is expected to earn a year now.'),
    rateAfterPercent: decimalText.nullable(),
    votes: z.array(cashVote),
    moves: z.array(cashPlanMove),
    held: z
      .array(heldShift)
      .describe('Of its moves those that wait: a look has stored them; what is only planned holds none.'),
  })
  .meta({ id: 'CashDecision' });
export type CashDecisionDto = z.infer<typeof decision>;

const scoreState = z.enum(['judged', 'too-young', 'on-its-way', 'no-share-price', 'not-done']);

const made = z
  .object({
    id: hashText,
    kind: z.enum(['deposit', 'redeem', 'bridge']),
    chainId: chainIdField,
    chainName: z.string(),
    vault: addressText.nullable(),
    vaultName: z.string().nullable(),
    toChainId: chainIdField.nullable(),
    toChainName: z.string().nullable(),
    amountUsd: decimalText,
    status: z.enum(['wanted', 'done', 'failed', 'abandoned']),
    why: z.string().nullable().describe('Why it was not carried out.'),
    wishedAtSeconds: secondsField,
    doneAtSeconds: secondsField.nullable(),
    txHash: hashText.nullable(),
    costUsd: decimalText.nullable(),
    score: z.object({
      state: scoreState,
      usd: decimalText.nullable().describe('Earned there, less what staying would have earned, less costs.'),
      judgedAtSeconds: secondsField.nullable(),
      dueAtSeconds: secondsField.nullable(),
    }),
  })
  .meta({ id: 'CashMove' });
export type CashMoveDto = z.infer<typeof made>;

const score = z.object({
  usd: decimalText.describe('Of all judged moves together.'),
  judged: z.int(),
  good: z.int(),
  bad: z.int(),
  waiting: z.int().describe('Done, and not judged yet.'),
});
export type CashScoreDto = z.infer<typeof score>;

const cash = z
  .object({
    readAtSeconds: secondsField,
    profile: z.enum(CASH_PROFILES).nullable().describe('Null = none is chosen, and nothing is moved.'),
    policyVersion: z.int().nullable(),
    lookedAtSeconds: secondsField.nullable(),
    dueAtSeconds: secondsField.nullable(),
    failure: z.string().nullable().describe('Why the last look came to nothing.'),
    valueUsd: decimalText
      .nullable()
      .describe('Of all chains, as of the last look; in flight counts once, where it goes.'),
    valueAtSeconds: secondsField.nullable(),
    leadPercent: decimalText.nullable().describe('By how much all moves are ahead of staying, of the value.'),
    chains: z.array(cashChain),
    leftAlone: z
      .array(leftAlone)
      .describe(
        'Contracts of yours that nothing looks after, and why: of several on one chain the first is.',
      ),
    transfers: z.array(transfer),
    decision: decision.nullable(),
    moves: z.array(made).describe('The latest ten.'),
    score,
  })
  .meta({ id: 'Cash' });
export type CashDto = z.infer<typeof cash>;

export const readCash = endpoint({
  id: 'readCash',
  method: 'GET',
  path: '/api/cash',
  tag: 'USDC',
  summary:
    'Your USDC over all chains as one value, what is on its way, the newest decision, and how moves were judged.',
  access: read,
  answer: cash,
});

export const listCashMoves = endpoint({
  id: 'listCashMoves',
  method: 'GET',
  path: '/api/cash/moves',
  tag: 'USDC',
  summary: 'Moves of your USDC, the newest first, each with its score: the bad ones too.',
  access: read,
  query: z.strictObject(hashedPageQuery),
  answer: pageOf(made),
});

export const chooseCashProfile = endpoint({
  id: 'chooseCashProfile',
  method: 'PUT',
  path: '/api/cash/profile',
  tag: 'USDC',
  summary: 'Chooses by which profile your USDC is moved; the next look goes by it.',
  access: { who: 'user', scope: 'portfolios:write' },
  body: z.strictObject({ profile: z.enum(CASH_PROFILES) }).meta({ id: 'CashProfileChoice' }),
  answer: z.object({ profile: z.enum(CASH_PROFILES), policyVersion: z.int() }),
});

export const readAttestation = endpoint({
  id: 'readAttestation',
  method: 'GET',
  path: '/api/attestations/{chainId}/{hash}',
  tag: 'USDC',
  summary:
    'What Circle says of the USDC that a transaction has burnt on a chain: once attested, the message and attestation that anybody may hand to `receiveMessage` where it goes.',
  access: { who: 'anyone', scope: 'any' },
  params: z.strictObject({ chainId: chainIdText, hash: hashText.describe('Of the transaction that burnt.') }),
  answer: z
    .object({
      state: z.enum(['pending', 'attested']),
      message: hexText.nullable().describe('Of its first burn; null until it is attested.'),
      attestation: hexText.nullable(),
    })
    .meta({ id: 'CircleAttestation' }),
  problems: ['not-configured', 'venue-unavailable', 'venue-limited', 'venue-refused', 'venue-malformed'],
  cost: 2,
});

export const rebalance = endpoint({
  id: 'rebalance',
  method: 'POST',
  path: '/api/rebalance',
  tag: 'USDC',
  summary:
    'What the next look would do with your USDC, by the last look and the profile of now; or, not dry, that look made due now. It moves nothing by itself.',
  access: { who: 'user', scope: 'portfolios:run' },
  body: z
    .strictObject({ dryRun: z.boolean().default(true).describe('False makes the look due.') })
    .meta({ id: 'RebalanceRequest' }),
  answer: z
    .object({
      dryRun: z.boolean(),
      state: z.enum(['planned', 'due', 'under-way']),
      plan: decision.nullable().describe('Of a dry run.'),
    })
    .meta({ id: 'Rebalanced' }),
  problems: ['not-looked-at', 'not-served', 'cooldown'],
});
