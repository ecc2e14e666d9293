import { ok, type Result } from '../../../lib/result.ts';
import type { SealingKeys } from '../../env-sealing.ts';
import { Secret } from '../../secret.ts';
import {
  currentKeyVersion,
  openSecret,
  rewrapSecret,
  type SecretPlace,
  sealSecret,
} from '../../secrets/envelope.ts';
import { appendAudit } from '../../store/audit/audit-log.ts';
import { openBotDatabase } from '../../store/database.ts';
import {
  deleteSecret,
  readSecret,
  readSecretsNotUnder,
  replaceWrappedKey,
  type SecretRow,
  writeSecret,
} from '../../store/secrets.ts';
import { type InDatabase, inDatabase } from '../tick/bot-store.ts';

export type Rotation = {
  /** Of the key that all are under now, but for those below. */
  readonly keyVersion: string;
  readonly rewrapped: number;
  /** What can't be opened, and stays as it was: each names its place. */
  readonly unreadable: readonly string[];
};

export type SecretsDesk = {
  /** Fails with `not-configured` or `value-refused`. */
  readonly keep: (place: SecretPlace, secret: Secret) => Promise<Result<void>>;
  /** Null = there is none. Fails with `not-configured` or `secret-unreadable`. */
  readonly open: (place: SecretPlace) => Promise<Result<Secret | null>>;
  readonly remove: (place: SecretPlace) => Promise<Result<boolean>>;
  /** Puts all under the current key. Killed half-way, it goes on when run again. Fails with `not-configured`. */
  readonly rotate: () => Promise<Result<Rotation>>;
  readonly close: () => Promise<void>;
};

const PAGE_ROWS = 200;

type Rewrapped = { readonly rewrapped: number; readonly unreadable: readonly string[] };

const rewrapPage = (
  run: InDatabase,
  keys: SealingKeys,
  page: readonly SecretRow[],
): Promise<Result<Rewrapped>> =>
  run(async (sql) => {
    let rewrapped = 0;
    const unreadable: string[] = [];
    for (const row of page) {
      const next = rewrapSecret(keys, row, row);
      if (!next.ok) unreadable.push(next.error.message);
      else if (await replaceWrappedKey(sql, row, next.value)) rewrapped += 1;
    }
    return { rewrapped, unreadable };
  });

const rotateAll = async (
  run: InDatabase,
  keys: SealingKeys,
  keyVersion: string,
): Promise<Result<Rotation>> => {
  let rewrapped = 0;
  const unreadable: string[] = [];
  let after: SecretRow | null = null;
  for (;;) {
    const from: SecretRow | null = after;
    const page: Result<readonly SecretRow[]> = await run((sql) =>
      readSecretsNotUnder(sql, keyVersion, { after: from, limit: PAGE_ROWS }),
    );
    if (!page.ok) return page;
    const done = await rewrapPage(run, keys, page.value);
    if (!done.ok) return done;
    rewrapped += done.value.rewrapped;
    unreadable.push(...done.value.unreadable);
    after = page.value.at(-1) ?? null;
    if (page.value.length < PAGE_ROWS) return ok({ keyVersion, rewrapped, unreadable });
  }
};

const rotate = async (run: InDatabase, keys: SealingKeys): Promise<Result<Rotation>> => {
  const current = currentKeyVersion(keys);
  if (!current.ok) return current;
  const rotated = await rotateAll(run, keys, current.value);
  if (!rotated.ok || rotated.value.rewrapped === 0) return rotated;
  const { keyVersion, rewrapped, unreadable } = rotated.value;
  const noted = await run((sql) =>
    appendAudit(sql, {
      ...{ actor: 'operator', action: 'secrets-rotated', portfolioId: null, origin: null, before: null },
      after: { keyVersion, rewrapped, unreadable: unreadable.length },
    }),
  );
  return noted.ok ? rotated : noted;
};

/** Opens the secrets that are kept for others, on the bot's database login. */
export const openSecrets = (botUrl: string, keys: SealingKeys): SecretsDesk => {
  const database = openBotDatabase({ url: new Secret(botUrl), connectionsMax: 1 });
  const run = inDatabase(database);
  return {
    keep: async (place, secret) => {
      const sealed = sealSecret(keys, place, secret);
      return sealed.ok ? run((sql) => writeSecret(sql, { ...place, ...sealed.value })) : sealed;
    },
    open: async (place) => {
      const found = await run((sql) => readSecret(sql, place));
      if (!found.ok) return found;
      return found.value === null ? ok(null) : openSecret(keys, place, found.value);
    },
    remove: (place) => run((sql) => deleteSecret(sql, place)),
    rotate: () => rotate(run, keys),
    close: database.close,
  };
};
