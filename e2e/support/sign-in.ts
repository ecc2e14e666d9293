import type { Address, Hex } from 'viem';
import { createSiweMessage } from 'viem/siwe';
import { z } from 'zod';
import { apiClient } from '../../clients/api-client.ts';

/** Cookies as a browser keeps them for one site. */
export class CookieJar {
  readonly #cookies = new Map<string, string>();

  /** Takes what an answer sets; a cookie that is over is dropped. */
  take({ headers }: Response): void {
    for (const line of headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
      const [name = '', value = ''] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
      const expires = attributes.find((attribute) => /^expires=/i.test(attribute))?.slice('expires='.length);
      const isOver = value === '' || (expires !== undefined && Date.parse(expires) < Date.now());
      if (isOver) this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
  }

  get header(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }
}

export type Wallet = {
  readonly address: Address;
  readonly signMessage: (message: { readonly message: string }) => Promise<Hex>;
};

const termsSchema = z.object({
  nonce: z.string(),
  domain: z.string(),
  uri: z.string(),
  statement: z.string(),
  chainIds: z.array(z.number()),
});

export type MessageTerms = z.output<typeof termsSchema>;

/** The message that a wallet is shown for these terms. */
export const loginMessage = (address: Address, { chainIds: [chainId = 0], ...terms }: MessageTerms): string =>
  createSiweMessage({ ...terms, address, chainId, version: '1', issuedAt: new Date() });

/**
 * A visitor of the web app at `url`, as a browser is one: it keeps cookies and says where it comes from, which is another origin behind a
 * proxy.
 */
export class Visitor {
  readonly jar = new CookieJar();
  readonly #url: string;
  readonly #origin: string;

  constructor(url: string, origin = url) {
    this.#url = url;
    this.#origin = origin;
  }

  async ask(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set('cookie', this.jar.header);
    if (!headers.has('origin')) headers.set('origin', this.#origin);
    const answer = await fetch(`${this.#url}${path}`, { redirect: 'manual', ...init, headers });
    this.jar.take(answer);
    return answer;
  }

  post(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    return this.ask(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  }

  async loginTerms(): Promise<MessageTerms> {
    return termsSchema.parse(await (await this.post('/api/auth/nonce', {})).json());
  }

  async csrfToken(): Promise<string> {
    const answer = await this.ask('/api/auth/csrf');
    return z.object({ csrfToken: z.string() }).parse(await answer.json()).csrfToken;
  }

  /** Brings a signed message as next-auth's own client does. */
  async present(message: string, signature: string): Promise<Response> {
    const csrfToken = await this.csrfToken();
    return this.post('/api/auth/callback/credentials', { message, signature, csrfToken });
  }

  /** Signs afresh for sensitive changes, as whoever is logged in. */
  async stepUp(wallet: Wallet, change = (message: string): string => message): Promise<Response> {
    const terms = termsSchema.parse(await (await this.post('/api/step-up/nonce', {})).json());
    const message = change(loginMessage(wallet.address, terms));
    return this.post('/api/step-up', { message, signature: await wallet.signMessage({ message }) });
  }

  /** The API's client over this visitor's cookies. */
  client(): ReturnType<typeof apiClient> {
    return apiClient({
      url: this.#url,
      fetch: async (request) => {
        const { pathname, search } = new URL(request.url);
        const { method, headers } = request;
        const text = await request.text();
        return this.ask(pathname + search, { method, headers, ...(text === '' ? {} : { body: text }) });
      },
    });
  }

  /** Logs in with a wallet. @throws when the answer is no 200 */
  async logIn(wallet: Wallet): Promise<void> {
    const message = loginMessage(wallet.address, await this.loginTerms());
    const answer = await this.present(message, await wallet.signMessage({ message }));
    if (answer.status !== 200) throw new Error(`not logged in: ${await answer.text()}`);
  }
}
