import {
  type Address,
  concatHex,
  createPublicClient,
  encodeAbiParameters,
  type Hex,
  http,
  keccak256,
  type PublicClient,
  parseAbi,
  toHex,
} from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { deployCctp, joinCctp, type LocalCctp } from '../../hardhat/deploy/deploy-cctp.ts';
import { createDeployer, type Deployer } from '../../hardhat/deploy/deploy-local.ts';
import { FINALITY } from '../../lib/cctp/domains.ts';
import type { Chain } from '../../lib/chains/chain.ts';
import { chainOfId } from '../../lib/chains/known-chains.ts';
import { ok } from '../../lib/result.ts';
import { openBotDatabase } from '../../services/store/database.ts';
import { arrangePortfolios } from '../../services/store/testing/arrange.ts';
import { createTestDatabase, type TestDatabase } from '../../services/store/testing/test-database.ts';
import {
  beginTransfer,
  followTransfers,
  openAttestations,
  type TransferChain,
} from '../../services/wire/cash/transfers.ts';
import { type InDatabase, inDatabase } from '../../services/wire/tick/bot-store.ts';
import { advanceCalls, type SenderParts } from '../../services/wire/tick/calls.ts';
import { type AttestationFake, startAttestationFake } from '../../stack/cctp/attestation-fake.ts';
import { type Anvil, startAnvil } from './anvil.ts';
import { creationCode } from './creation-code.ts';

/** One of the two chains. */
export type CctpSide = {
  readonly id: number;
  readonly facts: Chain;
  readonly anvil: Anvil;
  readonly client: PublicClient;
  readonly deployer: Deployer;
  readonly cctp: LocalCctp;
  readonly rpc: (method: string, params?: readonly unknown[]) => Promise<unknown>;
  readonly mine: (blocks: number) => Promise<void>;
  readonly usdcOf: (holder: Address) => Promise<bigint>;
  readonly supply: () => Promise<bigint>;
};

/** What a worker reaches the world by; each may be stood in front of. */
export type Hands = {
  readonly run: InDatabase;
  readonly clientOf: (side: CctpSide) => PublicClient;
};

export type CctpWorld = {
  readonly source: CctpSide;
  readonly destination: CctpSide;
  readonly database: TestDatabase;
  readonly api: AttestationFake;
  readonly hands: Hands;
  readonly portfolioId: string;
  /** Burns at the source; its money is for `recipient`. */
  readonly account: Address;
  readonly recipient: Address;
  /** Journals a transfer of so much, as a tick that decided it would. */
  readonly begin: (
    amount: bigint,
    more?: { readonly nonce?: bigint; readonly seconds?: number },
  ) => Promise<Hex>;
  /** One look of a worker: transfers first, then the calls of both chains. */
  readonly work: (hands?: Hands) => Promise<void>;
  /** Everything is due again, without waiting. */
  readonly due: () => Promise<void>;
  /** By somebody else, with a key of his own. */
  readonly stranger: (side: CctpSide) => Deployer;
  readonly stop: () => Promise<void>;
};

const IDS = [31_337, 31_338] as const;
export const ATTESTERS: readonly Hex[] = [1, 2, 3].map((n) => keccak256(toHex(`cctp world: attester ${n}`)));
export const THRESHOLD = 2;
const BOT_KEY = keccak256(toHex('cctp world: bot'));
const STRANGER_KEY = keccak256(toHex('cctp world: stranger'));
export const RECIPIENT: Address = '0x00000000000000000000000000000000000e5c19';
export const MAX_FEE = 1_000n;
const FUNDS = 1_000_000_000_000n;
/** Blocks after which nothing is taken back, here. */
export const FINALITY_BLOCKS = 3;

const usdcAbi = parseAbi([
  'function balanceOf(address) view returns (uint256)',
  'function totalSupply() view returns (uint256)',
  'function mint(address to, uint256 amount) returns (bool)',
]);

const startSide = async (id: number, domain: number): Promise<CctpSide> => {
  const anvil = await startAnvil(undefined, id, ['--order', 'fifo']);
  const deployer = createDeployer({ rpcUrl: anvil.rpcUrl, chainId: id });
  const client = createPublicClient({ transport: http(anvil.rpcUrl, { retryCount: 0 }), cacheTime: 0 });
  const rpc = (method: string, params: readonly unknown[] = []): Promise<unknown> =>
    client.request({ method, params } as never);
  const attesters = ATTESTERS.map((key) => privateKeyToAccount(key).address);
  const cctp = await deployCctp(deployer, { domain, attesters, threshold: THRESHOLD });
  for (const key of [BOT_KEY, STRANGER_KEY])
    await rpc('anvil_setBalance', [privateKeyToAccount(key).address, toHex(10n ** 21n)]);
  const read = (functionName: 'balanceOf' | 'totalSupply', args: readonly [] | readonly [Address]) =>
    client.readContract({ address: cctp.usdc, abi: usdcAbi, functionName, args } as never) as Promise<bigint>;
  return {
    ...{ id, anvil, client, deployer, cctp, rpc },
    facts: { ...chainOfId(31_337), id, finalityBlocks: FINALITY_BLOCKS },
    mine: async (blocks) => {
      await rpc('anvil_mine', [toHex(blocks)]);
    },
    usdcOf: (holder) => read('balanceOf', [holder]),
    supply: () => read('totalSupply', []),
  };
};

const deployAccount = async ({ client, deployer, cctp }: CctpSide, finality: number): Promise<Address> => {
  const args = encodeAbiParameters(
    [{ type: 'address' }, { type: 'address' }, { type: 'uint32' }],
    [cctp.usdc, cctp.tokenMessenger, finality],
  );
  const data = concatHex([creationCode('BridgingAccount'), args]);
  const created = await deployer.walletClient.sendTransaction({ data });
  const { contractAddress } = await deployer.publicClient.waitForTransactionReceipt({ hash: created });
  if (!contractAddress) throw new Error('the account was not deployed');
  const hash = await deployer.walletClient.writeContract({
    ...{ address: cctp.usdc, abi: usdcAbi, functionName: 'mint', args: [contractAddress, FUNDS] },
  });
  await client.waitForTransactionReceipt({ hash, pollingInterval: 20 });
  return contractAddress.toLowerCase() as Address;
};

const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Circle's attestation API for these chains. */
export const startApi = (sides: readonly Pick<CctpSide, 'client' | 'cctp'>[]): Promise<AttestationFake> =>
  startAttestationFake({
    chains: sides.map(({ client, cctp }) => ({
      domain: cctp.domain,
      messageTransmitter: cctp.messageTransmitter,
      receipt: (hash) => client.getTransactionReceipt({ hash }).catch(() => null),
      headNumber: () => client.getBlockNumber({ cacheTime: 0 }),
    })),
    keys: ATTESTERS.slice(0, THRESHOLD),
    depths: { fast: 1n, standard: BigInt(FINALITY_BLOCKS) },
    feeBps: { fast: 1.3, standard: 0 },
    // A worker of a test doesn't wait between two looks.
    perSecond: 10_000,
  });

/** Two real chains joined by local CCTP, the attestation API over HTTP, and a portfolio's row in a real database. */
export const buildCctpWorld = async (): Promise<CctpWorld> => {
  const [source, destination, database] = await Promise.all([
    ...([startSide(IDS[0], 0), startSide(IDS[1], 6)] as const),
    createTestDatabase(),
  ]);
  await joinCctp(source.deployer, source.cctp, destination.cctp);
  await joinCctp(destination.deployer, destination.cctp, source.cctp);
  const account = await deployAccount(source, FINALITY.standard);
  const api = await startApi([source, destination]);
  const bot = openBotDatabase({ url: database.urls.bot });
  const sender = privateKeyToAccount(BOT_KEY).address.toLowerCase() as Address;
  const [portfolio] = await arrangePortfolios(database.admin, 1);
  if (portfolio === undefined) throw new Error('not arranged');
  await database.admin`
    update accounts set address = ${account}, signer = ${sender}, generation = 1 where address = ${portfolio.address}`;
  const sides = [source, destination];
  const hands: Hands = { run: inDatabase(bot), clientOf: ({ client }) => client };
  const signer = privateKeyToAccount(BOT_KEY);
  const ring: SenderParts['ring'] = {
    keys: { addresses: new Set([sender]), unreachable: null, isOwnerKeyAllowed: false },
    signAs: (by) => (by === sender ? async (digest) => ok(await signer.sign({ hash: digest })) : null),
  };
  const chainsOf = ({ clientOf }: Hands): ReadonlyMap<number, TransferChain> =>
    new Map(
      sides.map((side) => [
        side.id,
        {
          ...{ sender, cctp: { chainId: side.id, ...side.cctp } },
          served: { chainId: side.id, chain: clientOf(side), facts: side.facts },
        },
      ]),
    );
  const log = SILENT as unknown as SenderParts['log'];
  const attestations = (run: InDatabase) => openAttestations(api.baseUrl, run);
  return {
    ...{
      source,
      destination,
      database,
      api,
      hands,
      account,
      portfolioId: portfolio.id,
      recipient: RECIPIENT,
    },
    begin: async (amount, { nonce = 1n, seconds = 3_600 } = {}) => {
      const { timestamp } = await source.client.getBlock();
      const begun = await beginTransfer(
        { run: hands.run, chains: chainsOf(hands) },
        {
          ...{ portfolioId: portfolio.id, account, sender, minFinality: FINALITY.standard, cashMoveId: null },
          ...{ sourceChainId: source.id, destinationChainId: destination.id },
          move: {
            ...{ domain: destination.cctp.domain, sibling: RECIPIENT, amount, maxFee: MAX_FEE, nonce },
            ...{ generation: 1n, deadlineSeconds: Number(timestamp) + seconds, signature: '0x' },
          },
        },
      );
      if (!begun.ok) throw new Error(`${begun.error.code}: ${begun.error.message}`);
      return begun.value;
    },
    work: async (with_ = hands) => {
      const { run } = with_;
      const isOver = () => false;
      await followTransfers({ run, log, api: attestations(run), chains: chainsOf(with_), isOver });
      for (const side of sides) {
        const chain = with_.clientOf(side);
        const served = { chain, batching: chain, facts: side.facts, relay: null, chainId: side.id };
        await advanceCalls(
          { run, ring, log, served },
          { halted: false, revocation: { perTickMax: 10, feeWeiPerTickMax: 10n ** 20n } },
        );
      }
    },
    due: async () => {
      await database.admin`update transfers set visible_at = now() where closed_at is null`;
      await database.admin`update calls set looked_at_block = null`;
    },
    stranger: ({ id, anvil }) =>
      createDeployer({ rpcUrl: anvil.rpcUrl, chainId: id, deployerKey: STRANGER_KEY }),
    stop: async () => {
      await bot.close();
      await api.close();
      await database.drop();
      await Promise.all(sides.map(({ anvil }) => anvil.stop()));
    },
  };
};
