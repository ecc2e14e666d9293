import type { Address } from 'viem';
import type { SignAs } from '../../../lib/orders/sign-order.ts';
import { type Failure, fail, ok, type Result } from '../../../lib/result.ts';
import type { BotKeys } from '../../bot/bot-keys.ts';
import { systemClock } from '../../clock.ts';
import type { Env } from '../../env.ts';
import type { Secret } from '../../secret.ts';
import { type OpenedSigner, openSigner } from '../../signers/open-signer.ts';

type KeysEnv = Pick<Env, 'signers' | 'adminAddresses' | 'isOwnerKeyAllowed'>;

/** The bot's keys, as one tick uses them. */
export type SignerRing = { readonly keys: Exclude<BotKeys, 'any'>; readonly signAs: SignAs };

export type BotSigners = {
  /** Asks again for the keys whose service didn't answer before. Fails like {@link openSigners} for what it then learns. */
  readonly ring: () => Promise<Result<SignerRing>>;
  /** What was read to open them, never to be shown. */
  readonly secrets: readonly Secret[];
};

/** An admin may change every portfolio's rules: a machine that signs orders must not hold his key as well. */
const refuseAdmins = ({ signer }: OpenedSigner, env: KeysEnv): Result<null> =>
  env.adminAddresses.includes(signer.address)
    ? fail(
        'not-configured',
        `ADMIN_ADDRESSES names ${signer.address}, whose key the bot holds: an admin's key must not sign orders.`,
      )
    : ok(null);

type Opened = { readonly signers: readonly OpenedSigner[]; readonly away: Failure | null };

/** Opens what is not open yet, and remembers it in `open`. */
const openAll = async (env: KeysEnv, open: (OpenedSigner | undefined)[]): Promise<Result<Opened>> => {
  let away: Failure | null = null;
  for (const [index, source] of env.signers.entries()) {
    if (open[index] !== undefined) continue;
    const opened = await openSigner(source, systemClock.monotonicMs);
    if (!opened.ok && opened.error.code !== 'signer-unavailable') return opened;
    if (!opened.ok) {
      away = opened.error;
      continue;
    }
    const allowed = refuseAdmins(opened.value, env);
    if (!allowed.ok) return allowed;
    open[index] = opened.value;
  }
  return ok({ signers: open.filter((one) => one !== undefined), away });
};

const ringOf = (env: KeysEnv, { signers, away }: Opened): SignerRing => {
  const byAddress = new Map(signers.map(({ signer }) => [signer.address, signer]));
  return {
    keys: {
      addresses: new Set(byAddress.keys()),
      unreachable: away?.message ?? null,
      isOwnerKeyAllowed: env.isOwnerKeyAllowed,
    },
    signAs: (address: Address) => byAddress.get(address)?.sign ?? null,
  };
};

/**
 * Opens every key that the environment names. Fails with `not-configured`, naming the first that can't be used, or an admin's; one
 * whose service is away is opened later.
 */
export const openSigners = async (env: KeysEnv): Promise<Result<BotSigners>> => {
  const open: (OpenedSigner | undefined)[] = env.signers.map(() => undefined);
  const ring = async (): Promise<Result<SignerRing>> => {
    const opened = await openAll(env, open);
    return opened.ok ? ok(ringOf(env, opened.value)) : opened;
  };
  const first = await openAll(env, open);
  return first.ok ? ok({ ring, secrets: first.value.signers.flatMap(({ secrets }) => secrets) }) : first;
};
