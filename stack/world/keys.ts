import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { concat, type Hex, keccak256, toHex } from 'viem';
import { generatePrivateKey } from 'viem/accounts';
import { z } from 'zod';

const key = z
  .string()
  .regex(/^0x[0-9a-f]{64}$/)
  .transform((text) => text as Hex);
const password = z.string().min(24);

const keysSchema = z.object({
  deployer: key,
  bot: key,
  taker: key,
  ownerSeed: key,
  postgresPassword: password,
  botPassword: password,
  appPassword: password,
  cronSecret: password,
  authSecret: password,
  sealingKey: z.string().regex(/^[0-9a-f]{64}$/),
});
/** A stack made before people could log in, or be told of alerts, has none. */
const storedSchema = keysSchema.partial({ authSecret: true, sealingKey: true });

/** The secrets of one stack: made at its first start, never anvil's well-known ones, kept in a file only its user reads. */
export type StackKeys = z.infer<typeof keysSchema>;

const secret = (): string => randomBytes(24).toString('hex');

const freshKeys = (): StackKeys => ({
  deployer: generatePrivateKey(),
  bot: generatePrivateKey(),
  taker: generatePrivateKey(),
  ownerSeed: generatePrivateKey(),
  postgresPassword: secret(),
  botPassword: secret(),
  appPassword: secret(),
  cronSecret: secret(),
  authSecret: secret(),
  sealingKey: randomBytes(32).toString('hex'),
});

const stored = (path: string): z.infer<typeof storedSchema> | null => {
  try {
    return storedSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null;
  }
};

/** The keys in `path`, made on first use. The cluster's password is among them: without the file it can't be opened. */
export const stackKeys = (path: string): StackKeys => {
  const found = stored(path);
  const fresh = freshKeys();
  const keys = {
    ...{ ...fresh, ...found },
    authSecret: found?.authSecret ?? fresh.authSecret,
    sealingKey: found?.sealingKey ?? fresh.sealingKey,
  };
  if (found?.authSecret !== undefined && found.sealingKey !== undefined) return keys;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
  return keys;
};

/** The key of the wallet that owns the portfolio of this number; each portfolio has another owner. */
export const ownerKey = (keys: StackKeys, index: number): Hex =>
  keccak256(concat([keys.ownerSeed, toHex(index, { size: 32 })]));

/** The key whose own account keeps its tokens and lets them be traded by delegations. */
export const delegatingKey = ({ ownerSeed }: Pick<StackKeys, 'ownerSeed'>): Hex =>
  keccak256(concat([ownerSeed, toHex('account that delegates')]));
