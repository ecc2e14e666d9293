import { type Address, createTestClient, type Hex, http, pad, serializeErc6492Signature } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { foundry } from 'viem/chains';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Anvil, startAnvil } from '../../../e2e/support/anvil.ts';
import { type FaultyNode, startFaultyNode } from '../../../e2e/support/faulty-node.ts';
import { tooLong } from '../../../e2e/support/judged-time.ts';
import { loginMessage, Visitor, type Wallet } from '../../../e2e/support/sign-in.ts';
import { startWebServer, type WebServer } from '../../../e2e/support/web-server.ts';
import { createTestDatabase, type TestDatabase } from '../../store/testing/test-database.ts';

/** Counts down from a number, 26 gas each, and then takes whatever it is asked about for its own. */
const countingWallet = (count: number): Hex =>
  `0x62${count.toString(16).padStart(6, '0')}5b600190038060045763${'1626ba7e'}60e01b60005260206000f3`;
/** JUMPDEST, and back to it. */
const ENDLESS: Hex = '0x5b600056';
/** Returns half a megabyte of nothing. */
const LONG_WINDED: Hex = '0x6207a1206000f3';

let anvil: Anvil;
let node: FaultyNode;
let database: TestDatabase;
let web: WebServer;
beforeAll(async () => {
  [database, anvil] = await Promise.all([createTestDatabase(), startAnvil()]);
  node = await startFaultyNode(anvil.rpcUrl);
  web = await startWebServer({
    ...{ APP_DB_URL: database.urls.app.reveal(), RPC_URL: node.rpcUrl },
    ...{ NEXTAUTH_SECRET: 'a secret of thirty-two characters', API_ADDRESS_REQUESTS_PER_MINUTE: '1000000' },
  });
});
afterEach(() => node.set({ kind: 'none' }));
afterAll(async () => {
  web?.stop();
  await Promise.all([node?.refuse(), anvil?.stop(), database?.drop()]);
});

let contracts = 0;
/** A contract of this code, which signs so. */
const walletOf = async (code: Hex, signature: Hex = '0x1234'): Promise<Wallet> => {
  contracts += 1;
  const address: Address = pad(`0x${(0xc0de00 + contracts).toString(16)}`, { size: 20 });
  const chain = createTestClient({ chain: foundry, mode: 'anvil', transport: http(anvil.rpcUrl) });
  await chain.setCode({ address, bytecode: code });
  return { address, signMessage: async () => signature };
};
const logIn = async (wallet: Wallet): Promise<string> => {
  const visitor = new Visitor(web.url);
  const message = loginMessage(wallet.address, await visitor.loginTerms());
  const answer = await visitor.present(message, await wallet.signMessage({ message }));
  return `${answer.status} ${(await answer.json()).code ?? 'ok'}`;
};
const plainKey = () => privateKeyToAccount(generatePrivateKey());

describe('what a contract’s word may cost', () => {
  it('is a million gas: a wallet that stays below is let in, one that takes more is not', async () => {
    expect(await logIn(await walletOf(countingWallet(30_000)))).toBe('200 ok');
    expect(await logIn(await walletOf(countingWallet(45_000)))).toBe('401 login-wrong-signer');
  });

  it('is no more for one that never ends, whose node is not kept busy by it', async () => {
    const endless = await walletOf(ENDLESS);
    const began = performance.now();
    expect(await logIn(endless)).toBe('401 login-wrong-signer');
    expect(tooLong('an endless wallet', performance.now() - began, 5_000)).toBeNull();
  });

  it('is no more where it is to be deployed first (ERC-6492)', async () => {
    const { address: factory } = await walletOf(ENDLESS);
    const { address } = plainKey();
    const signature = serializeErc6492Signature({ address: factory, data: '0x', signature: '0x12' });
    expect(await logIn({ address, signMessage: async () => signature })).toBe('401 login-wrong-signer');
  });

  it('is no long answer either', async () => {
    expect(await logIn(await walletOf(LONG_WINDED))).toBe('401 login-wrong-signer');
  });

  it('is a signature of 4,096 bytes at most; a longer one is refused unread, without using up the nonce', async () => {
    const bytes = (count: number): Hex => `0x${'ab'.repeat(count)}`;
    expect(await logIn(await walletOf(countingWallet(1), bytes(4_096)))).toBe('200 ok');
    node.asked();
    expect(await logIn(await walletOf(countingWallet(1), bytes(4_097)))).toBe('400 signature-malformed');
    expect(node.asked()).toEqual([]);
    const visitor = new Visitor(web.url);
    const key = plainKey();
    const message = loginMessage(key.address, await visitor.loginTerms());
    expect((await visitor.present(message, bytes(4_097))).status).toBe(400);
    expect((await visitor.present(message, await key.signMessage({ message }))).status).toBe(200);
  });

  it('is five seconds, while which everybody else logs in', async () => {
    const wallets = await Promise.all(Array.from({ length: 8 }, () => walletOf(countingWallet(1))));
    node.set({ kind: 'hanging' });
    const began = performance.now();
    const waiting = Promise.all(wallets.map(logIn));
    let isOver = false;
    void waiting.then(() => {
      isOver = true;
    });
    for (let people = 0; people < 3; people += 1) expect(await logIn(plainKey())).toBe('200 ok');
    expect(isOver).toBe(false);
    expect(new Set(await waiting)).toEqual(new Set(['503 signature-unchecked']));
    expect(tooLong('eight who wait', performance.now() - began, 9_000)).toBeNull();
  });

  it.each(['rate-limited', 'bad-gateway', 'truncated'] as const)(
    'is told apart from a no when the node is %s, and plain keys need none',
    async (kind) => {
      const wallet = await walletOf(countingWallet(1));
      node.set({ kind });
      expect(await logIn(wallet)).toBe('503 signature-unchecked');
      expect(await logIn(plainKey())).toBe('200 ok');
    },
  );
});
