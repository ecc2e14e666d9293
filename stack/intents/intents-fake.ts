import { randomBytes } from 'node:crypto';
import { type Asked, answer, type FakeServer, type Reply, startFakeServer } from '../process/fake-server.ts';
import { nearRpcOf } from './near-rpc-fake.ts';
import {
  depositShape,
  generateShape,
  type QuoteAsked,
  quoteRequestShape,
  submitShape,
} from './one-click-requests.ts';
import { type FakeToken, type Outcome, type ProviderTerms, providerOf } from './provider.ts';
import { publicKeyOf } from './quote-signing.ts';
import { type VerifierLedger, verifierLedger } from './verifier-ledger.ts';

export type IntentsFakeTerms = {
  readonly apiKey: string;
  readonly tokens: readonly FakeToken[];
  /** Time of chain and provider alike, in whole seconds. */
  readonly nowSeconds: () => number;
  readonly swapSeconds?: number;
  /** Blocks younger than that may be taken back. */
  readonly finalityLagSeconds?: number;
  /** Requests in one second of its own clock, beyond which it answers 429; default none. */
  readonly perSecond?: number;
  readonly outcomeOf?: (asked: QuoteAsked) => Outcome;
};

/** Where money comes to: an address, and what is written beside it. */
type Place = { readonly address: string; readonly memo: string | null };

export type IntentsFake = {
  readonly api: FakeServer;
  readonly rpc: FakeServer;
  readonly ledger: VerifierLedger;
  /** Its market: prices that a test changes move it. */
  readonly tokens: FakeToken[];
  /** By which the provider's quotes are signed. */
  readonly quoteKey: string;
  readonly paidOut: ProviderTerms['paidOut'];
  /** How late the provider sees what was deposited from now on. */
  readonly seesAfter: ProviderTerms['seesAfter'];
  /** Money comes to a deposit address over its chain, with a memo or without. */
  readonly arrive: (at: string | Place, token: string, units: bigint) => void;
  /** The verifier's garbage collector runs now: see {@link VerifierLedger.cleanUpNonces}. */
  readonly cleanUpNonces: () => void;
  /** What came to an address and is nobody's: of another asset than was asked for, or without the memo that tells whose it is. */
  readonly unattributed: { readonly address: string; readonly token: string; readonly units: bigint }[];
  readonly close: () => Promise<void>;
};

const CONTRACT = 'intents.near';
const refused = (message: string, status = 400): Reply => answer({ message }, status);

const jsonOf = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};

/** So many in each second of the clock. */
const gateOf = (perSecond: number, nowSeconds: () => number) => {
  let second = 0;
  let count = 0;
  return (): boolean => {
    const now = nowSeconds();
    if (now !== second) [second, count] = [now, 0];
    count += 1;
    return count <= perSecond;
  };
};

type Routes = {
  readonly provider: ReturnType<typeof providerOf>;
  readonly ledger: VerifierLedger;
  readonly terms: IntentsFakeTerms;
};

const firstOf = (issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[]) =>
  `${issues[0]?.path.join('.')}: ${issues[0]?.message}`;

const postRoutes = ({ provider, ledger, terms }: Routes) => ({
  '/v0/quote': async (json: unknown): Promise<Reply> => {
    const read = quoteRequestShape.safeParse(json);
    if (!read.success) return refused(firstOf(read.error.issues));
    const quoted = provider.quote(read.data, terms.nowSeconds());
    return typeof quoted === 'string' ? refused(quoted) : answer(quoted, 201);
  },
  '/v0/generate-intent': async (json: unknown): Promise<Reply> => {
    const read = generateShape.safeParse(json);
    if (!read.success) return refused(firstOf(read.error.issues));
    const { signerId, depositAddress, standard } = read.data;
    const swap = provider.swapAt(depositAddress);
    if (swap === undefined || swap.asked.depositType !== 'INTENTS') return refused('quote not found');
    if (standard !== 'erc191') return refused(`${standard} is not available`);
    const payload = JSON.stringify(
      {
        ...{ signer_id: signerId, verifying_contract: CONTRACT },
        deadline: new Date(swap.deadSeconds * 1_000).toISOString(),
        nonce: randomBytes(32).toString('base64'),
        intents: [
          {
            intent: 'transfer',
            receiver_id: depositAddress,
            tokens: { [swap.asked.originAsset]: swap.asked.amount },
          },
        ],
      },
      null,
      2,
    );
    return answer({ intent: { standard, payload }, correlationId: 'fake' }, 201);
  },
  '/v0/submit-intent': async (json: unknown): Promise<Reply> => {
    const read = submitShape.safeParse(json);
    if (!read.success) return refused(firstOf(read.error.issues));
    const seconds = terms.nowSeconds();
    const executed = await ledger.execute(read.data.signedData, seconds);
    if (typeof executed === 'string') return refused(executed);
    for (const { receiver, token, units } of executed.transfers) {
      const swap = provider.swapAt(receiver);
      if (swap?.asked.originAsset === token)
        provider.deposited(swap, { units, seconds }, executed.intentHash);
    }
    return answer({ intentHash: executed.intentHash, correlationId: 'fake' }, 201);
  },
  '/v0/deposit/submit': async (json: unknown): Promise<Reply> => {
    const read = depositShape.safeParse(json);
    if (!read.success) return refused(firstOf(read.error.issues));
    const swap = provider.swapAt(read.data.depositAddress, read.data.memo);
    return swap === undefined
      ? refused('Deposit address not found', 404)
      : answer(provider.report(swap, terms.nowSeconds()));
  },
});

const getRoutes = ({ provider, terms }: Routes) => ({
  '/v0/tokens': (): Reply =>
    answer(
      terms.tokens.map(({ assetId, decimals, blockchain, symbol, priceMicroUsd }) => ({
        ...{ assetId, decimals, blockchain, symbol, price: Number(priceMicroUsd) / 1e6 },
        priceUpdatedAt: new Date(terms.nowSeconds() * 1_000).toISOString(),
        contractAddress: null,
      })),
    ),
  '/v0/status': ({ searchParams }: URL): Reply => {
    const memo = searchParams.get('depositMemo') ?? undefined;
    const swap = provider.swapAt(searchParams.get('depositAddress') ?? '', memo);
    return swap === undefined
      ? refused('Deposit address not found', 404)
      : answer(provider.report(swap, terms.nowSeconds()));
  },
});

/** Own keys alone: a path is looked up by what somebody has sent. */
const routeOf = <T>(routes: Readonly<Record<string, T>>, path: string): T | undefined =>
  Object.hasOwn(routes, path) ? routes[path] : undefined;

/**
 * NEAR Intents over real HTTP on loopback: the 1Click API and the views of the verifier, on one ledger, strict about what its documents and
 * sources say. What is simulated: the market (fixed prices), other chains (deposits arrive when told), and time.
 */
export const startIntentsFake = async (terms: IntentsFakeTerms): Promise<IntentsFake> => {
  const ledger = verifierLedger(CONTRACT);
  const tokens = terms.tokens.map((token) => ({ ...token }));
  const secretKey = Uint8Array.from(randomBytes(32));
  const paidOut: ProviderTerms['paidOut'] = [];
  const unattributed: IntentsFake['unattributed'] = [];
  const seesAfter: ProviderTerms['seesAfter'] = { seconds: 0 };
  const provider = providerOf({
    ...{ tokens, secretKey, ledger, paidOut, seesAfter, swapSeconds: terms.swapSeconds ?? 16 },
    outcomeOf: terms.outcomeOf ?? (() => 'swap'),
  });
  const routes = { provider, ledger, terms: { ...terms, tokens } };
  const [posts, gets] = [postRoutes(routes), getRoutes(routes)];
  const mayAsk = gateOf(terms.perSecond ?? Number.POSITIVE_INFINITY, terms.nowSeconds);
  const advance = () => provider.advance(terms.nowSeconds());
  const judge = async ({ method, url, headers, body }: Asked): Promise<Reply> => {
    if (!mayAsk()) return { ...refused('Too many requests', 429), headers: { 'retry-after': '1' } };
    advance();
    // Tokens are told to everybody.
    if (url.pathname !== '/v0/tokens' && headers['x-api-key'] !== terms.apiKey)
      return refused('Unauthorized', 401);
    const get = method === 'GET' ? routeOf(gets, url.pathname) : undefined;
    if (get !== undefined) return get(url);
    const post = method === 'POST' ? routeOf(posts, url.pathname) : undefined;
    if (post === undefined) return refused('Not found', 404);
    const isJson = /^application\/json/.test(headers['content-type'] ?? '');
    return isJson ? post(jsonOf(body)) : refused('body must be JSON');
  };
  const finalSeconds = () => terms.nowSeconds() - (terms.finalityLagSeconds ?? 2);
  const api = await startFakeServer(judge);
  const rpc = await startFakeServer(nearRpcOf({ ledger, contract: CONTRACT, finalSeconds, advance }));
  return {
    ...{ api, rpc, ledger, tokens, paidOut, seesAfter, quoteKey: publicKeyOf(secretKey) },
    unattributed,
    cleanUpNonces: () => {
      advance();
      ledger.cleanUpNonces(terms.nowSeconds());
    },
    arrive: (at, token, units) => {
      const { address, memo } = typeof at === 'string' ? { address: at, memo: null } : at;
      advance();
      if (!provider.isDepositAddress(address)) throw new Error('no such deposit address');
      const swap = provider.swapAt(address, memo ?? undefined);
      if (swap === undefined || swap.asked.originAsset !== token)
        return void unattributed.push({ address, token, units });
      ledger.give({ account: address, token, units }, terms.nowSeconds());
      provider.deposited(swap, { units, seconds: terms.nowSeconds() });
    },
    close: async () => {
      await api.close();
      await rpc.close();
    },
  };
};
