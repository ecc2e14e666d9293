import 'server-only';
import type { TransactionSql } from 'postgres';
import type { Address } from 'viem';
import type { CashDto, CashMoveDto } from '../../../lib/api/cash.ts';
import type { Page, PageQuery } from '../../../lib/api/fields.ts';
import { cutPage, positionOf } from '../../../lib/api/fields.ts';
import { cashValueUnits } from '../../../lib/cash/cash-holdings.ts';
import { formatDecimalRounded } from '../../../lib/money/fixed-point.ts';
import {
  cashChainDtos,
  cashDecisionDto,
  cashMoveDto,
  cashTransferDto,
  type LastLook,
} from '../../cash/cash-dto.ts';
import { type CashNames, usd } from '../../cash/cash-dtos.ts';
import { leftAloneDtos, tendedCash } from '../../cash/left-alone.ts';
import { systemClock } from '../../clock.ts';
import { readEnv } from '../../env.ts';
import {
  type CashStanding,
  readCashAccounts,
  readCashScore,
  readCashStanding,
  readLastCashDecision,
  readOwnMoves,
  readOwnTransfers,
  type StoredHeld,
} from '../../store/api/cash-reads.ts';
import { readRates } from './rates-page.ts';

const LATEST_MOVES = 10;
const NOTHING_JUDGED = { usd: '0', judged: 0, good: 0, bad: 0, waiting: 0 };

/** What places are called: by the chain's list of vaults, else as the last look heard it, else by the address. */
export const cashNames = (last: LastLook | null): CashNames => {
  const facts = readEnv().chains.map(({ chain }) => chain);
  const factsOf = (chainId: number) => facts.find(({ id }) => id === chainId);
  return {
    chain: (chainId) => factsOf(chainId)?.name ?? `chain ${chainId}`,
    vault: (chainId, vault) =>
      last?.decision.vaults.find((one) => one.chainId === chainId && one.vault === vault)?.name ??
      factsOf(chainId)?.vaults.find(({ address }) => address === vault)?.name ??
      vault,
  };
};

/** The newest look that can be read, with its id; null where there is none. */
export const readLastLook = async (
  sql: TransactionSql,
  standing: CashStanding | null,
): Promise<(LastLook & { readonly id: string; readonly held: readonly StoredHeld[] }) | null> => {
  const row = standing === null ? null : await readLastCashDecision(sql, standing.id);
  return row?.snapshot.ok === true && row.decision.ok
    ? { id: row.id, held: row.held, snapshot: row.snapshot.value, decision: row.decision.value }
    : null;
};

const scoreOf = async (sql: TransactionSql, standing: CashStanding | null): Promise<CashDto['score']> => {
  if (standing === null) return NOTHING_JUDGED;
  const { sum, ...counts } = await readCashScore(sql, standing.id);
  return { ...counts, usd: usd(sum) };
};

const standingDto = (standing: CashStanding | null) => ({
  profile: standing?.profile ?? null,
  policyVersion: standing?.version ?? null,
  lookedAtSeconds: standing?.lookedAt ?? null,
  dueAtSeconds: standing?.dueAt ?? null,
  failure: standing?.failure ?? null,
  leadPercent: standing === null ? null : formatDecimalRounded(standing.lead, 16, 4),
});

const transmitterOf = (chainId: number): Address | null =>
  readEnv().chains.find(({ chain }) => chain.id === chainId)?.cctp?.messageTransmitter ?? null;

/** All of an owner's cash, as the last look saw it and as its rows stand now. */
export const readOwnCash = async (sql: TransactionSql, owner: Address): Promise<CashDto> => {
  const standing = await readCashStanding(sql, owner);
  const last = await readLastLook(sql, standing);
  const nowSeconds = systemClock.nowSeconds();
  const names = cashNames(last);
  const [found, transfers, moves, score, { vaults: rates }] = await Promise.all([
    readCashAccounts(sql, owner),
    readOwnTransfers(sql, owner),
    standing === null ? [] : readOwnMoves(sql, standing.id, { before: null, limit: LATEST_MOVES }),
    scoreOf(sql, standing),
    readRates(sql),
  ]);
  return {
    readAtSeconds: nowSeconds,
    ...standingDto(standing),
    valueUsd: last === null ? null : usd(cashValueUnits(last.snapshot)),
    valueAtSeconds: last?.decision.decidedAt ?? null,
    chains: cashChainDtos(last, { found: tendedCash(found), rates, names }),
    leftAlone: leftAloneDtos(found, names),
    transfers: transfers.map((open) => cashTransferDto(open, { names, transmitterOf })),
    decision: last === null ? null : cashDecisionDto(last, { names, nowSeconds }),
    moves: moves.map((move) => cashMoveDto(move, { names, nowSeconds })),
    score,
  };
};

/** A page of an owner's moves, the newest first. */
export const readMovesPage = async (
  sql: TransactionSql,
  owner: Address,
  { cursor, limit }: PageQuery,
): Promise<Page<CashMoveDto>> => {
  const standing = await readCashStanding(sql, owner);
  const place = positionOf(cursor);
  const before = place === null ? null : { micros: place.first, id: place.second ?? '0x' };
  const rows = standing === null ? [] : await readOwnMoves(sql, standing.id, { before, limit: limit + 1 });
  const names = cashNames(await readLastLook(sql, standing));
  const nowSeconds = systemClock.nowSeconds();
  return cutPage(rows, limit, {
    cursorOf: ({ micros, id }) => `${micros}-${id}`,
    shownAs: (move) => cashMoveDto(move, { names, nowSeconds }),
  });
};
