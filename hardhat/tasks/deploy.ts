import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { task, types } from 'hardhat/config';

type Words = Readonly<Record<string, string | boolean | undefined>>;

// A process, since hardhat loads tasks as CommonJS and what deploys is made of modules. It takes a node and a key from the environment alone.
task(
  'deploy',
  'puts the contracts on a real chain, each at the address that follows from its code (DEPLOY_RPC_URL, DEPLOYER_PK)',
)
  .addParam('chainId', 'the chain that is meant; a node of another one is refused', undefined, types.string)
  .addParam('feeTaker', '1inch’s FeeTaker there', undefined, types.string)
  .addParam('wrappedNative', 'the wrapped native coin there', undefined, types.string)
  .addOptionalParam('sequencerFeed', 'a rollup’s sequencer feed', undefined, types.string)
  .addOptionalParam('answerAgeMin', '1 where every block has a second of its own, else 0', '1', types.string)
  .addOptionalParam(
    'cctp',
    'with --cash, in place of what is known of the chain: domain,usdc,messenger,transmitter',
    undefined,
    types.string,
  )
  .addOptionalParam(
    'delegation',
    'also what trades for accounts by their delegations, for these two: DelegationManager,EntryPoint',
    undefined,
    types.string,
  )
  .addOptionalParam(
    'out',
    'folder of the address book and of what explorers verify by',
    'deployments',
    types.string,
  )
  .addFlag('cash', 'also what makes portfolios of USDC, for Circle’s contracts there')
  .addFlag('dryRun', 'says what would be made, and sends and writes nothing')
  .setAction(
    async ({
      chainId,
      feeTaker,
      wrappedNative,
      sequencerFeed,
      answerAgeMin,
      cash,
      cctp,
      delegation,
      out,
      dryRun,
    }: Words) => {
      const folder = resolve(process.env['INIT_CWD'] ?? process.cwd(), String(out));
      const args = ['--import', 'tsx', join(__dirname, '..', 'deploy', 'main.ts')];
      const said = { 'chain-id': chainId, 'fee-taker': feeTaker, 'wrapped-native': wrappedNative };
      const more = {
        ...{ 'sequencer-feed': sequencerFeed, 'answer-age-min': answerAgeMin },
        ...{ cctp, delegation, out: folder },
      };
      for (const [name, value] of Object.entries({ ...said, ...more }))
        if (value !== undefined) args.push(`--${name}`, String(value));
      if (cash === true) args.push('--cash');
      if (dryRun === true) args.push('--dry-run');
      process.exitCode = spawnSync(process.execPath, args, { stdio: 'inherit' }).status ?? 1;
    },
  );
