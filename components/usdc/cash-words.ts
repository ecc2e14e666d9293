import type { CashMoveDto, CashTransferDto } from '../../lib/api/cash.ts';
import type { CashPlanMoveDto, CashVoteDto } from '../../lib/api/optimize.ts';
import { formatPercent, formatUsd } from '../ui/format.ts';

/** How far a transfer is, in words. */
export const STEP_WORDS: Readonly<Record<CashTransferDto['step'], string>> = {
  wanted: 'to be burnt',
  burnt: 'burnt, Circle is to attest it',
  attested: 'attested, to be minted',
  minted: 'minted',
  settled: 'arrived',
  abandoned: 'given up, never burnt',
};

export const SCORER_WORDS: Readonly<Record<CashVoteDto['scorer'], string>> = {
  yield: 'Yield',
  risk: 'Risk',
  coordinator: 'Coordinator',
};

type Moved = Pick<CashPlanMoveDto, 'kind' | 'chainName' | 'vaultName' | 'toChainName'>;

/** "Deposit into North on First". */
export const moveWords = ({ kind, chainName, vaultName, toChainName }: Moved): string => {
  if (kind === 'bridge') return `Transfer from ${chainName} to ${toChainName ?? 'another chain'}`;
  return `${kind === 'deposit' ? 'Deposit into' : 'Redeem from'} ${vaultName ?? 'a vault'} on ${chainName}`;
};

/** A scorer's number, or its limit, in its unit. */
export const voteNumber = (value: string, unit: CashVoteDto['unit']): string =>
  unit === 'usd' ? formatUsd(value) : formatPercent(value);

/** Why a move has no score yet, or that it has one. */
export const SCORE_WORDS: Readonly<Record<CashMoveDto['score']['state'], string>> = {
  judged: 'judged',
  'too-young': 'judged after seven days',
  'on-its-way': 'still on its way',
  'no-share-price': 'no share price of then',
  'not-done': 'not done',
};
