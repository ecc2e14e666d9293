import { randomBytes } from 'node:crypto';
import type { Hex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { type IndexAccount, indexAccountOf } from '../../lib/intents/index-account.ts';
import { ok, type Result } from '../../lib/result.ts';
import type { SealingKeys } from '../env-sealing.ts';
import { Secret } from '../secret.ts';
import { openSecret, type SealedSecret, type SecretPlace, sealSecret } from '../secrets/envelope.ts';
import { keySigner, type Signer } from '../signers/signer.ts';

/** Where the key of an index account is sealed: moved to another row, it doesn't open. */
export const indexKeyPlace = (rowId: string): SecretPlace => ({
  table: 'index_accounts',
  rowId,
  column: 'key',
});

const isKey = (key: Hex): boolean => {
  const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
  return BigInt(key) > 0n && BigInt(key) < order;
};

/** A new account for a row, with its key sealed. Fails with `not-configured` without SECRETS_KEY. */
export const makeIndexKey = (
  sealing: SealingKeys,
  rowId: string,
): Result<{ readonly account: IndexAccount; readonly sealed: SealedSecret }> => {
  let key: Hex;
  do key = `0x${randomBytes(32).toString('hex')}`;
  while (!isKey(key));
  const sealed = sealSecret(sealing, indexKeyPlace(rowId), new Secret(key));
  if (!sealed.ok) return sealed;
  return ok({ account: indexAccountOf(privateKeyToAccount(key).publicKey), sealed: sealed.value });
};

/** The key of a row for its owner, who takes it elsewhere. Fails with `not-configured` or `secret-unreadable`. */
export const revealIndexKey = (
  sealing: SealingKeys,
  row: { readonly id: string; readonly sealed: SealedSecret },
): Result<Secret> => openSecret(sealing, indexKeyPlace(row.id), row.sealed);

/** Opens the key of a row for signing. Fails with `not-configured` or `secret-unreadable`. */
export const openIndexKey = (
  sealing: SealingKeys,
  row: { readonly id: string; readonly sealed: SealedSecret },
): Result<Signer> => {
  const key = revealIndexKey(sealing, row);
  return key.ok ? ok(keySigner(key.value)) : key;
};
