import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

// Writes supabase/schema.sql anew from a freshly migrated database: the test that guards it, told to update.

const root = join(import.meta.dirname, '..');
const args = ['node_modules/vitest/vitest.mjs', 'run', '--project', 'store', 'services/store/schema', '-u'];
process.exitCode = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status ?? 1;
