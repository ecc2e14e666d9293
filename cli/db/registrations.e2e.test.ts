import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Address, encodeFunctionData, type Hex, type TypedDataDefinition } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type BotWorld, buildBotWorld } from '../../e2e/support/bot-world.ts';
import { createPortfolio, SIGNER_KEY, TAKER_KEY } from '../../e2e/support/order-world.ts';
import { balancerAbi } from '../../lib/abi/balancer-abi.ts';
import { emptyAuditLog } from '../../services/store/testing/empty-audit-log.ts';
import { runCommand } from '../command/run-command.ts';
import { HOUSE } from '../commands/house.ts';

/** anvil's first account, which deploys everything and owns the portfolio. */
const OWNER = privateKeyToAccount('0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80');
const STRANGER = privateKeyToAccount(TAKER_KEY);
const FILE = '{"version":1,"triggers":[{"kind":"absolute","bandBps":200}],"limits":{"cooldownSeconds":0}}';

let world: BotWorld;
let dir = '';
beforeAll(async () => {
  world = await buildBotWorld();
  dir = mkdtempSync(join(tmpdir(), '1balancer-registrations-'));
  writeFileSync(join(dir, 'policy.json'), FILE);
});
afterAll(async () => {
  await world?.stop();
  rmSync(dir, { recursive: true, force: true });
});

/** `npm run db -- …args`, on this world. */
const db = async (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
  for (const [name, value] of Object.entries({ ...world.env, ...env })) vi.stubEnv(name, value);
  const out: string[] = [];
  const err: string[] = [];
  const terminal = {
    out: (text: string) => void out.push(`${text}\n`),
    error: (text: string) => void err.push(`${text}\n`),
  };
  try {
    const code = await runCommand(HOUSE, ['db', ...args], terminal);
    return { code, out: out.join(''), err: err.join('') };
  } finally {
    vi.unstubAllEnvs();
  }
};

type Printed = TypedDataDefinition & {
  readonly domain: { readonly chainId: number; readonly verifyingContract: Address };
  readonly message: { readonly portfolio: Address; readonly name: string; readonly signedAt: number };
};

const printed = async (name: string): Promise<Printed> => {
  const asked = ['registration', world.portfolio, '--policy', join(dir, 'policy.json'), '--name', name];
  const { code, out, err } = await db(asked);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return JSON.parse(out);
};
const fileOf = (content: object | string): string => {
  const file = join(dir, 'signed.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content, null, 2));
  return file;
};
const take = (content: object | string, ...args: readonly string[]) =>
  db(['register', ...args, '--signed', fileOf(content)]);
const looksAt = async () => {
  const { checked } = await world.tick();
  const rows = await world.database.admin`
    select p.name, v.created_by as by from portfolios p join policies v on v.portfolio_id = p.id
    order by v.portfolio_id desc, v.version desc limit 1`;
  return { checked, latest: rows.map((row) => ({ ...row }))[0] };
};
const clear = async () => {
  const { admin } = world.database;
  await emptyAuditLog(admin);
  await admin`delete from accounts`;
  await admin`truncate policy_registrations, cursors, settings`;
  await admin`delete from ticks`;
};

it('what isn’t registered is named with the reason, and what its owner signed is served at the next tick', async () => {
  await clear();
  expect((await looksAt()).checked).toBe(0);
  const unserved = await db(['unserved', '--json']);
  expect(JSON.parse(unserved.out)).toMatchObject({ address: world.portfolio, reason: 'not-registered' });
  expect((await db(['unserved'])).out).toMatch(/^portfolio +reason.*\n0x[0-9a-f]{40} +not-registered/);

  const typedData = await printed('signed by me');
  const signature = await OWNER.signTypedData(typedData);
  const taken = await take({ ...typedData, signature }, world.portfolio);
  expect(taken).toEqual({
    ...{ code: 0, err: '', out: `${world.portfolio}: registered by its owner’s signature\n` },
  });
  const [noted] = await world.database.admin`
    select actor, action, after from audit_log order by id desc limit 1`;
  expect(noted).toMatchObject({
    ...{ actor: `user:${OWNER.address.toLowerCase()}`, action: 'portfolio-registered' },
    after: { address: world.portfolio, name: 'signed by me' },
  });
  expect(JSON.parse((await db(['unserved', '--json'])).out)).toMatchObject({ reason: 'next-tick' });
  expect(await looksAt()).toEqual({ checked: 1, latest: { name: 'signed by me', by: 'owner' } });
  expect((await db(['unserved'])).out).toBe('Whoever is found is served.\n');
  expect((await take({ ...typedData, signature })).out).toContain('is registered so already');
});

it('what a stranger signed, or is for another portfolio or chain, or was changed or is older, is refused and says so', async () => {
  const typedData = await printed('another word');
  const signature = await OWNER.signTypedData(typedData);
  const { domain, message } = typedData;
  const before = await world.database.admin`select * from policy_registrations`;
  const elsewhere = { ...typedData, domain: { ...domain, chainId: 1 } };
  const older = { ...typedData, message: { ...message, signedAt: message.signedAt - 3_600 } };
  const ahead = { ...typedData, message: { ...message, signedAt: message.signedAt + 7_200 } };
  const cases: readonly (readonly [object, string])[] = [
    [{ ...typedData, signature: await STRANGER.signTypedData(typedData) }, 'did not sign this'],
    [{ ...typedData, message: { ...message, name: 'changed' }, signature }, 'did not sign this'],
    [
      { ...elsewhere, signature: await OWNER.signTypedData(elsewhere) },
      'for chain 1, and this is chain 31337',
    ],
    [{ message, signature: await OWNER.signTypedData(elsewhere) }, 'is for another chain'],
    [{ ...older, signature: await OWNER.signTypedData(older) }, 'what is registered was signed at'],
    [{ ...ahead, signature: await OWNER.signTypedData(ahead) }, 'and it is'],
    [{ ...typedData, signature: '0x1234' }, 'did not sign this'],
    [{ domain: { chainId: 31_337 }, message, signature: null }, '--unsigned-too'],
  ];
  const refused = await take(cases.map(([content]) => JSON.stringify(content)).join('\n'));
  expect(refused).toMatchObject({ code: 1, out: '' });
  const lines = refused.err.trim().split('\n');
  expect(lines).toEqual([
    ...cases.map(([, word], index) => expect.stringMatching(new RegExp(`^line ${index + 1}: .*${word}`))),
    `${cases.length} of ${cases.length} refused.`,
  ]);
  const other = await take({ ...typedData, signature }, `0x${'12'.repeat(20)}`);
  expect(other).toMatchObject({ code: 1, out: '', err: expect.stringContaining('for another portfolio') });
  expect(await world.database.admin`select * from policy_registrations`).toEqual(before);
});

it('a database that is lost is made again from the export, signed and unsigned apart, and served at the next tick', async () => {
  const other = await createPortfolio(world.deployer, world.contracts.factory, {
    ...{ assets: [world.usdc, world.wbtc], signer: privateKeyToAccount(SIGNER_KEY).address },
    ...{ publicBook: false, salt: `0x${'77'.repeat(32)}` },
  });
  await db(['register', other, '--policy', 'index', '--name', 'the operator’s']);
  const exported = await db(['registrations', '--json']);
  expect(exported.out.trim().split('\n')).toHaveLength(2);
  expect((await db(['registrations'])).out).toContain('unsigned');
  await clear();
  expect((await looksAt()).checked).toBe(0);

  const alone = await take(exported.out, other, '--unsigned-too');
  expect(alone).toMatchObject({ code: 0, out: `${other}: registered, unsigned\n`, err: '' });
  await world.database.admin`delete from policy_registrations`;
  const restored = await take(exported.out);
  expect(restored).toMatchObject({ code: 1, err: expect.stringContaining(`${other}: Nobody signed it`) });
  expect(restored.err).toContain('1 of 2 refused.');
  expect(await looksAt()).toMatchObject({ checked: 1, latest: { name: 'signed by me', by: 'owner' } });
  const whole = await take(exported.out, '--unsigned-too');
  expect(whole).toMatchObject({ code: 0, err: '' });
  expect(await looksAt()).toMatchObject({ checked: 1, latest: { name: 'the operator’s', by: 'operator' } });
  expect((await db(['registrations', '--json'])).out).toBe(exported.out);
  expect(await take(exported.out, '--unsigned-too')).toMatchObject({
    ...{ code: 1, err: expect.stringContaining('something is registered already') },
  });
});

it('what is no portfolio is refused alone; a node that is away is told once, and nothing is registered', async () => {
  const typedData = await printed('once more');
  const { domain, message } = typedData;
  const nowhere: Address = `0x${'12'.repeat(20)}`;
  const lost = {
    ...typedData,
    ...{ domain: { ...domain, verifyingContract: nowhere }, message: { ...message, portfolio: nowhere } },
  };
  const lines = [
    { ...lost, signature: await OWNER.signTypedData(lost) },
    { ...typedData, signature: await OWNER.signTypedData(typedData) },
  ].map((line) => JSON.stringify(line));
  const file = fileOf(lines.join('\n'));
  const away = await db(['register', '--signed', file], { RPC_URL: 'http://127.0.0.1:1' });
  expect(away).toEqual({ code: 1, out: '', err: 'The node could not be reached.\n' });
  const there = await db(['register', '--signed', file]);
  expect(there).toMatchObject({
    ...{ code: 1, out: `${world.portfolio}: registered by its owner’s signature\n` },
    err: expect.stringContaining(`line 1: ${nowhere}: ${nowhere} tells no owner`),
  });
});

it('an owner that is a contract signs by its own word (EIP-1271)', async () => {
  const wallet: Address = `0x${'e1'.repeat(20)}`;
  // mstore(0, the magic value); return it: says yes to whatever is asked.
  const yes: Hex = `0x7f1626ba7e${'00'.repeat(28)}60005260206000f3`;
  await world.rpc('anvil_setCode', [wallet, yes]);
  await world.rpc('anvil_setBalance', [wallet, '0xde0b6b3a7640000']);
  const ask = (name: 'transferOwnership' | 'acceptOwnership') =>
    encodeFunctionData({
      abi: balancerAbi,
      functionName: name,
      args: name === 'transferOwnership' ? [wallet] : [],
    } as never);
  const send = async (from: Address, data: Hex) => {
    await world.rpc('anvil_impersonateAccount', [from]);
    const hash = (await world.rpc('eth_sendTransaction', [{ from, to: world.portfolio, data }])) as Hex;
    expect((await world.client.waitForTransactionReceipt({ hash })).status).toBe('success');
  };
  await send(OWNER.address, ask('transferOwnership'));
  await send(wallet, ask('acceptOwnership'));
  // What was registered before may be of the same second.
  await clear();
  const itsWord = `0x${'11'.repeat(65)}`;
  const typedData = await printed('the contract’s');
  expect(await take({ ...typedData, signature: itsWord })).toMatchObject({ code: 0, err: '' });
  const [row] = await world.database
    .admin`select owner from policy_registrations where name = 'the contract’s'`;
  expect(row?.owner).toBe(wallet);
  await world.rpc('anvil_setCode', [wallet, '0x60006000fd']);
  const later = { ...typedData, message: { ...typedData.message, name: 'without its word' } };
  expect(await take({ ...later, signature: itsWord })).toMatchObject({
    ...{ code: 1, err: expect.stringContaining('did not sign this') },
  });
});
