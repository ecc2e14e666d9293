import { z } from 'zod';
import { Secret } from './secret.ts';

const KEY_BYTES = 32;

const isKey = (text: string): boolean =>
  /^(0x)?[0-9a-fA-F]{64}$/.test(text) ||
  (/^[A-Za-z0-9+/]{43}=?$/.test(text) && Buffer.from(text, 'base64').length === KEY_BYTES);

/** As 64 hex digits, whichever way it was written. */
const sealingKey = z
  .string()
  .refine(isKey, 'must be 32 random bytes, as 64 hex digits or base64')
  .transform(
    (text) =>
      new Secret(
        /^(0x)?[0-9a-fA-F]{64}$/.test(text)
          ? text.replace(/^0x/, '').toLowerCase()
          : Buffer.from(text, 'base64').toString('hex'),
      ),
  );

/** The variables of the keys that secrets in the database are sealed with. */
export const SEALING_VARIABLES = {
  SECRETS_KEY: sealingKey.optional(),
  SECRETS_KEY_PREVIOUS: sealingKey.optional(),
};

type SealingVariables = z.output<z.ZodObject<typeof SEALING_VARIABLES>>;

/** Keys as 64 hex digits. */
export type SealingKeys = {
  /** What is sealed from now on is sealed with it; null = nothing can be. */
  readonly current: Secret | null;
  /** Opens what is not yet rewrapped. */
  readonly previous: Secret | null;
};

export const sealingKeysOf = (parsed: SealingVariables): SealingKeys => ({
  current: parsed.SECRETS_KEY ?? null,
  previous: parsed.SECRETS_KEY_PREVIOUS ?? null,
});

/** What can't be meant: a key that follows nothing, or itself. */
export const sealingFaults = (
  parsed: SealingVariables,
): readonly { readonly name: 'SECRETS_KEY_PREVIOUS'; readonly problem: string }[] => {
  const { SECRETS_KEY: current, SECRETS_KEY_PREVIOUS: previous } = parsed;
  if (previous === undefined) return [];
  const name = 'SECRETS_KEY_PREVIOUS';
  if (current === undefined) return [{ name, problem: 'is of no use: SECRETS_KEY is not set' }];
  return current.reveal() === previous.reveal() ? [{ name, problem: 'is the same as SECRETS_KEY' }] : [];
};
