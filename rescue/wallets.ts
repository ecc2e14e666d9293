import { type Address, getAddress, isAddress } from 'viem';
import type { Ask } from '../lib/owner/ask.ts';

/** A wallet that this browser has, as it announces itself by EIP-6963, or `window.ethereum` where none does. */
export type Wallet = { readonly id: string; readonly name: string; readonly ask: Ask };

type Announced = {
  readonly info: { readonly uuid: string; readonly name: string };
  readonly provider: { readonly request: Ask };
};

const isAnnounced = (detail: unknown): detail is Announced =>
  typeof detail === 'object' &&
  detail !== null &&
  'info' in detail &&
  typeof detail.info === 'object' &&
  detail.info !== null &&
  'uuid' in detail.info &&
  'name' in detail.info &&
  'provider' in detail &&
  typeof detail.provider === 'object' &&
  detail.provider !== null &&
  'request' in detail.provider &&
  typeof detail.provider.request === 'function';

const legacyWallet = (): Wallet | null => {
  const injected: unknown = Reflect.get(window, 'ethereum');
  const announced = { info: { uuid: 'injected', name: 'The browser’s wallet' }, provider: injected };
  return isAnnounced(announced) ? walletOf(announced) : null;
};

const walletOf = ({ info, provider }: Announced): Wallet => ({
  id: String(info.uuid),
  name: String(info.name).slice(0, 40),
  ask: (request) => provider.request(request),
});

/** Tells `seen` all wallets known so far, again whenever another announces itself. */
export function watchWallets(seen: (wallets: readonly Wallet[]) => void): void {
  const wallets = new Map<string, Wallet>();
  const tell = (): void => {
    const legacy = wallets.size === 0 ? legacyWallet() : null;
    seen(legacy === null ? [...wallets.values()] : [legacy]);
  };
  window.addEventListener('eip6963:announceProvider', (event) => {
    const detail: unknown = event instanceof CustomEvent ? event.detail : null;
    if (!isAnnounced(detail)) return;
    wallets.set(String(detail.info.uuid), walletOf(detail));
    tell();
  });
  window.dispatchEvent(new Event('eip6963:requestProvider'));
  tell();
}

/** Asks a wallet for its account. @throws what the wallet says against it */
export async function accountOf(ask: Ask): Promise<Address> {
  const answer = await ask({ method: 'eth_requestAccounts' });
  const first: unknown = Array.isArray(answer) ? answer[0] : null;
  if (typeof first === 'string' && isAddress(first)) return getAddress(first);
  throw Object.assign(new Error('the wallet named no account'), { code: 4100 });
}
