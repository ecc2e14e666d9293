import { setTimeout as sleep } from 'node:timers/promises';
import type { IndexAccount } from '../../../lib/intents/index-account.ts';
import { fail, ok, type Result } from '../../../lib/result.ts';
import { systemClock } from '../../clock.ts';
import type { Signer } from '../../signers/signer.ts';
import { readIndexAccountNamed } from '../../store/indexes/index-accounts.ts';
import { readSecret } from '../../store/secrets.ts';
import { settingsOf } from '../tick/bot-store.ts';
import type { TickRequest } from '../tick/tick-chain.ts';
import type { Parts } from '../tick/tick-ports.ts';
import { indexKeyPlace, openIndexKey } from './index-account-key.ts';
import { alertOfIndexes } from './index-alerts.ts';
import { tendIndexAccounts } from './index-turn.ts';
import { openIntents } from './intents.ts';

/** An account is held that much longer than a tick's budget before another one may go on with it. */
const LEASE_RESERVE_SECONDS = 15;

type TurnParts = Pick<Parts, 'env' | 'run' | 'log'>;

/** Opens the key of one account for one signature. */
export const signerOpener =
  ({ env, run }: Pick<TurnParts, 'env' | 'run'>) =>
  async (account: IndexAccount): Promise<Result<Signer>> => {
    const read = await run(async (sql) => {
      const row = await readIndexAccountNamed(sql, account);
      if (row === null) return null;
      return { id: row.id, state: row.state, sealed: await readSecret(sql, indexKeyPlace(row.id)) };
    });
    if (!read.ok) return read;
    if (read.value?.state === 'held')
      return fail('guard-refused', 'Nothing is signed: the account is held until its owner has looked.');
    if (read.value === null || read.value.sealed === null)
      return fail('secret-unreadable', 'The account’s key is not in the database.');
    return openIndexKey(env.sealing, { id: read.value.id, sealed: read.value.sealed });
  };

/**
 * What tends index accounts within a tick, beside its chains: nobody's tick is worse for it. Null where they are switched off: then nothing of
 * those there are moves.
 */
export const openIndexTurn = (parts: TurnParts) => {
  const { env, run, log } = parts;
  const { intents } = env;
  if (intents === null) return null;
  const asked = openIntents(intents, run);
  const tend = async ({ budgetMs, source }: TickRequest): Promise<Result<null>> => {
    const endMs = systemClock.monotonicMs() + budgetMs;
    const settings = await settingsOf(run);
    if (!settings.ok) return settings;
    const { halted, tickIntervalSeconds } = settings.value;
    const tended = await tendIndexAccounts(
      {
        ...{ run, log, ...asked, openSigner: signerOpener(parts) },
        ...{ nowSeconds: systemClock.nowSeconds, sleep: (ms: number) => sleep(ms) },
      },
      {
        ...{ halted, tickIntervalSeconds, holder: `tick of ${source}` },
        isOver: () => systemClock.monotonicMs() > endMs,
        leaseSeconds: Math.ceil(budgetMs / 1_000) + LEASE_RESERVE_SECONDS,
      },
    );
    const alerted = await alertOfIndexes(run, env.adminAddresses);
    return tended.ok ? alerted : tended;
  };
  return async (request: TickRequest): Promise<void> => {
    const tended = request.dryRun ? ok(null) : await tend(request);
    if (!tended.ok)
      log.warn({ code: tended.error.code, why: tended.error.message }, 'index-accounts-not-tended');
  };
};
