import { readEnv } from '../services/env.ts';
import { analystSuite } from './analyst-suite/command.ts';

process.exitCode = await analystSuite(process.argv.slice(2), readEnv(process.env).model, (line) =>
  console.log(line),
);
