import { createECDH } from 'node:crypto';
import { type IndexAccount, indexAccountOf } from '../../../lib/intents/index-account.ts';
import { ok, type Result } from '../../../lib/result.ts';
import type { SealingKeys } from '../../env-sealing.ts';
import type { Secret } from '../../secret.ts';
import { openSecret, type SealedSecret, type SecretPlace, sealBytes } from '../../secrets/envelope.ts';
import { keyDigits } from '../../secrets/key-digits.ts';
import { keySigner, type Signer } from '../../signers/signer.ts';

/** Where the key of an index account is sealed: moved to another row, it doesn't open. */
export const indexKeyPlace = (rowId: string): SecretPlace => ({
  table: 'index_accounts',
  rowId,
  column: 'key',
});

/**
 * A new account for a row, with its key sealed. The key is made by OpenSSL and is in two buffers for as long as that takes: no string and no
 * number of it is made, which nobody could wipe, and the buffers are zeros before this returns. Fails with `not-configured` without
 * SECRETS_KEY.
 */
export const makeIndexKey = (
  sealing: SealingKeys,
  rowId: string,
): Result<{ readonly account: IndexAccount; readonly sealed: SealedSecret }> => {
  const curve = createECDH('secp256k1');
  const account = indexAccountOf(`0x${curve.generateKeys('hex')}`);
  const key = curve.getPrivateKey();
  const sealed = sealBytes(sealing, indexKeyPlace(rowId), keyDigits(key));
  key.fill(0);
  // Over the old one, which OpenSSL would keep until it is collected.
  curve.generateKeys();
  return sealed.ok ? ok({ account, sealed: sealed.value }) : sealed;
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
