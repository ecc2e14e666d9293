import type { RatePoint } from '../../lib/cash/rate-history.ts';
import { type PutOff, poolSubject, type RateSubject, vaultSubject } from '../../lib/cash/rate-source.ts';
import type { VaultsRead } from '../../lib/cash/vault-reading.ts';
import { type Failure, ok, type Result } from '../../lib/result.ts';

/** Share prices of a chain are read at most so often; all at once, so that they are of one block. */
export const VAULTS_EVERY_SECONDS = 15 * 60;
/** DefiLlama moves a pool's last point about once an hour. */
export const POOLS_EVERY_SECONDS = 3_600;
/** Whoever fails is asked again after this, unless he himself says when. */
const RETRY_SECONDS = 120;

/** Takes the turns of those that are due, for this process alone. */
export type ClaimRates = (claim: {
  readonly subjects: readonly RateSubject[];
  readonly everySeconds: number;
  readonly limit: number;
}) => Promise<Result<readonly RateSubject[]>>;

export type VaultRatePorts = {
  readonly chainId: number;
  readonly claim: ClaimRates;
  readonly read: (vaults: readonly string[]) => Promise<Result<VaultsRead>>;
  /** Share prices of those that could be read, and why the others couldn't, in one transaction. */
  readonly save: (read: VaultsRead, failed: readonly PutOff[]) => Promise<Result<unknown>>;
  readonly putOff: (failed: readonly PutOff[]) => Promise<Result<unknown>>;
};

const putOffAll = (
  subjects: readonly RateSubject[],
  { message }: Failure,
  retrySeconds: number,
): readonly PutOff[] => subjects.map((subject) => ({ subject, why: message, retrySeconds }));

/**
 * Reads the share prices of a chain's listed vaults that are due, by one batch at one block. Who can't be read is put off alone, with the
 * reason. Answers how many were read.
 */
export const keepVaultRates = async (
  ports: VaultRatePorts,
  vaults: readonly string[],
): Promise<Result<number>> => {
  const nameOf = (vault: string): RateSubject => vaultSubject(ports.chainId, vault);
  const claim = { subjects: vaults.map(nameOf), everySeconds: VAULTS_EVERY_SECONDS, limit: vaults.length };
  const claimed = await ports.claim(claim);
  if (!claimed.ok) return claimed;
  const due = vaults.filter((vault) => claimed.value.includes(nameOf(vault)));
  if (due.length === 0) return ok(0);
  const read = await ports.read(due);
  if (!read.ok) {
    const kept = await ports.putOff(putOffAll(due.map(nameOf), read.error, RETRY_SECONDS));
    return kept.ok ? read : kept;
  }
  const failed = read.value.vaults.flatMap(({ vault, reading }) =>
    reading.ok ? [] : putOffAll([nameOf(vault)], reading.error, VAULTS_EVERY_SECONDS),
  );
  const saved = await ports.save(read.value, failed);
  return saved.ok ? ok(due.length - failed.length) : saved;
};

export type PoolRatePorts = {
  readonly claim: ClaimRates;
  readonly ask: (pool: string) => Promise<Result<readonly RatePoint[]>>;
  readonly save: (pool: string, points: readonly RatePoint[]) => Promise<Result<unknown>>;
  readonly putOff: (failed: readonly PutOff[]) => Promise<Result<unknown>>;
  readonly nowSeconds: () => number;
};

const retryAfter = ({ retry }: Failure, nowSeconds: number): number =>
  retry.when === 'at' ? Math.max(1, retry.time - nowSeconds) : RETRY_SECONDS;

/** Asks for the pools that are due, one after the other, as far as there is time. Answers how many answered. */
export const keepPoolRates = async (
  ports: PoolRatePorts,
  pools: readonly string[],
  timeIsUp: () => boolean,
): Promise<Result<number>> => {
  let asked = 0;
  while (!timeIsUp()) {
    const claim = { subjects: pools.map(poolSubject), everySeconds: POOLS_EVERY_SECONDS, limit: 1 };
    const claimed = await ports.claim(claim);
    if (!claimed.ok) return claimed;
    const [subject] = claimed.value;
    const pool = pools.find((one) => poolSubject(one) === subject);
    if (subject === undefined || pool === undefined) break;
    const answer = await ports.ask(pool);
    const kept = answer.ok
      ? await ports.save(pool, answer.value)
      : await ports.putOff(putOffAll([subject], answer.error, retryAfter(answer.error, ports.nowSeconds())));
    if (!kept.ok) return kept;
    asked += answer.ok ? 1 : 0;
  }
  return ok(asked);
};
