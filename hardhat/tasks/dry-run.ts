import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { task } from 'hardhat/config';

const root = join(__dirname, '..', '..');

// A process of the root, and no import: the contracts' workspace knows nothing outside itself.
task('dry-run', 'plans one tick on a throw-away chain and database, and sends nothing')
  .addOptionalParam('prices', 'a CSV of closing prices; without it a simulated market')
  .addOptionalParam('node', 'hardhat or anvil', 'hardhat')
  .setAction(async ({ prices, node }: { prices?: string; node: string }) => {
    const args = ['--import', 'tsx', join(root, 'stack', 'demo', 'dry-run.ts'), '--chain', node];
    // npm runs the task in its workspace; a person means the folder he stands in.
    const from = process.env['INIT_CWD'] ?? process.cwd();
    if (prices !== undefined) args.push('--prices', resolve(from, prices));
    const run = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
    process.exitCode = run.status ?? 1;
  });
