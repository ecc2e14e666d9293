type WalletReply =
  | { readonly result: unknown }
  | { readonly error: { readonly code: number; readonly message: string; readonly data?: unknown } };

/** What the page's half finds on `window`; the other half lives in the test. */
export type WalletWindow = Window & {
  ethereum?: unknown;
  askTestWallet: (request: { method: string; params: unknown }) => Promise<WalletReply>;
  tellFromTestWallet?: (event: string, value: unknown) => void;
};

/**
 * The page's half of the test wallet, run before any script of the page: an EIP-1193 provider that asks the test, announced by
 * EIP-6963. It is sent to the browser as text, so it may refer to nothing outside itself.
 */
export function injectProvider(name: string): void {
  const page = window as unknown as WalletWindow;
  const listeners = new Map<string, Set<(value: unknown) => void>>();
  const provider = {
    request: async ({ method, params }: { method: string; params?: unknown }): Promise<unknown> => {
      const reply = await page.askTestWallet({ method, params: params ?? [] });
      if ('error' in reply) throw Object.assign(new Error(reply.error.message), reply.error);
      return reply.result;
    },
    on(event: string, listener: (value: unknown) => void) {
      listeners.set(event, (listeners.get(event) ?? new Set()).add(listener));
      return provider;
    },
    removeListener(event: string, listener: (value: unknown) => void) {
      listeners.get(event)?.delete(listener);
      return provider;
    },
  };
  page.tellFromTestWallet = (event, value) => {
    for (const listener of listeners.get(event) ?? []) listener(value);
  };
  const info = {
    uuid: '350670db-19fa-4704-a166-e52e178b59d2',
    name,
    icon: 'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg"/>',
    rdns: 'test.wallet.local',
  };
  const announce = (): void => {
    window.dispatchEvent(
      new CustomEvent('eip6963:announceProvider', { detail: Object.freeze({ info, provider }) }),
    );
  };
  window.addEventListener('eip6963:requestProvider', announce);
  announce();
}
