import type { Address } from 'viem';
import type { CashSight } from '../../../lib/cash/cash-sight.ts';
import { FINALITY } from '../../../lib/cctp/domains.ts';
import type { AttestationApi } from '../../../lib/cctp/transfer-ports.ts';
import { larger } from '../../../lib/money/fixed-point.ts';
import { fail, ok, type Result } from '../../../lib/result.ts';
import { followMoves } from '../../cash/follow-moves.ts';
import { type ScorePorts, scoreCash } from '../../cash/score-cash.ts';
import { type CashPorts, type LookedCash, tickCash } from '../../cash/tick-cash.ts';
import { readHead } from '../../chain/chain-client.ts';
import {
  claimCashOwners,
  failCashLook,
  peekCashOwners,
  readAside,
  readClaimTime,
  releaseCashOwner,
} from '../../store/cash/cash-claims.ts';
import { journalCash } from '../../store/cash/cash-journal.ts';
import { readSharePriceAt, readUnjudged, saveCashScore } from '../../store/cash/cash-scores.ts';
import type { SenderParts } from '../tick/calls.ts';
import { followPorts } from './cash-moves.ts';
import { pokeOf } from './cash-pokes.ts';
import type { TransferChain, TransferParts } from './transfers.ts';

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
/** After trouble of the surroundings an owner is looked at again so soon. */
const AGAIN_SECONDS = 60;

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
    from.set(chainId, larger(blockNumber - depth, 0n));
  }
  const moves = look.moves.map((move) => ({ ...move, fromBlock: from.get(move.chainId) ?? 0n }));
  const { due, policy, decision, held, dueInSeconds } = look;
  const entry = { due, policy, decision, moves, held, dueInSeconds, snapshot: look.sight.snapshot };
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
  if (!parts.dryRun) {
    for (const side of parts.chains.values()) {
      const followed = await followMoves(followPorts(parts, side));
      if (!followed.ok) failed = followed;
    }
    const scored = await scoreCash(scorePorts(parts));
    if (!scored.ok) failed = scored;
  }
  const looked = await tickCash(cashPorts(parts, begun.value));
  return looked.ok ? failed : looked;
};
