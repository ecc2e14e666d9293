type Provider = {
  readonly request: (asked: { readonly method: string }) => Promise<unknown>;
  readonly on?: (event: 'accountsChanged', listener: (accounts: unknown) => void) => unknown;
  readonly removeListener?: (event: 'accountsChanged', listener: (accounts: unknown) => void) => unknown;
};

const isProvider = (value: unknown): value is Provider =>
  typeof value === 'object' && value !== null && 'request' in value && typeof value.request === 'function';

const providerOf = (event: Event): Provider | null => {
  const detail: unknown = event instanceof CustomEvent ? event.detail : null;
  const provider =
    typeof detail === 'object' && detail !== null && 'provider' in detail ? detail.provider : null;
  return isProvider(provider) ? provider : null;
};

const firstOf = (accounts: unknown): string | null => {
  const first: unknown = Array.isArray(accounts) ? accounts[0] : null;
  return typeof first === 'string' ? first.toLowerCase() : null;
};

/**
 * Tells when the wallet that shows this address (lower-cased) goes over to another account, on pages that load nothing else of a wallet.
 * A wallet that is locked, or shows nothing any more, has not changed to anybody. @returns what ends it
 */
export function watchWalletAccounts(address: string, onOther: () => void): () => void {
  const watched: Provider[] = [];
  let isOver = false;
  const changed = (accounts: unknown): void => {
    const first = firstOf(accounts);
    if (first !== null && first !== address) onOther();
  };
  const announced = async (event: Event): Promise<void> => {
    const provider = providerOf(event);
    if (provider === null || watched.includes(provider)) return;
    const accounts = await provider.request({ method: 'eth_accounts' }).catch(() => []);
    const isTheirs = Array.isArray(accounts) && accounts.some((one) => String(one).toLowerCase() === address);
    if (!isTheirs || isOver) return;
    watched.push(provider);
    provider.on?.('accountsChanged', changed);
  };
  const hear = (event: Event): void => void announced(event);
  window.addEventListener('eip6963:announceProvider', hear);
  window.dispatchEvent(new Event('eip6963:requestProvider'));
  return () => {
    isOver = true;
    window.removeEventListener('eip6963:announceProvider', hear);
    for (const provider of watched) provider.removeListener?.('accountsChanged', changed);
  };
}
