import type { Address } from 'viem';
import type { SignAs } from '../../lib/orders/sign-order.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import type { BotKeys } from '../bot/bot-keys.ts';
import type { Env } from '../env.ts';
import type { Secret } from '../secret.ts';
import { openSigner } from '../signers/open-signer.ts';
import type { Signer } from '../signers/signer.ts';

/** The bot's keys, as a tick uses them. */
export type SignerRing = {
  readonly keys: Exclude<BotKeys, 'any'>;
  readonly signAs: SignAs;
  /** Never to be shown. */
  readonly secrets: readonly Secret[];
};

const ringOf = (
  env: Pick<Env, 'isOwnerKeyAllowed'>,
  signers: readonly Signer[],
): Omit<SignerRing, 'secrets'> => {
  const byAddress = new Map(signers.map((signer) => [signer.address, signer]));
  return {
    keys: {
      addresses: new Set(byAddress.keys()),
      unreachable: null,
      isOwnerKeyAllowed: env.isOwnerKeyAllowed,
    },
    signAs: (address: Address) => byAddress.get(address)?.sign ?? null,
  };
};

/** An admin may change every portfolio's policy: whoever holds such a key and the bot's would need no one else. */
const adminKey = (signers: readonly Signer[], env: Pick<Env, 'adminAddresses'>): Result<null> => {
  const held = signers.find(({ address }) => env.adminAddresses.includes(address));
  return held === undefined
    ? ok(null)
    : fail(
        'not-configured',
        `ADMIN_ADDRESSES names ${held.address}, whose key the bot holds: an admin's key must not sign orders.`,
      );
};

/** Opens every key that the environment names. Fails with `not-configured`, naming the first that can't be used. */
export const openSigners = async (
  env: Pick<Env, 'signers' | 'adminAddresses' | 'isOwnerKeyAllowed'>,
): Promise<Result<SignerRing>> => {
  const signers: Signer[] = [];
  const secrets: Secret[] = [];
  for (const source of env.signers) {
    const opened = await openSigner(source);
    if (!opened.ok) return opened;
    signers.push(opened.value.signer);
    secrets.push(...opened.value.secrets);
  }
  const allowed = adminKey(signers, env);
  return allowed.ok ? ok({ ...ringOf(env, signers), secrets }) : allowed;
};
