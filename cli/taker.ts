#!/usr/bin/env -S npx tsx
import { readOptions, USAGE } from './taker/options.ts';
import { runTaker } from './taker/run.ts';

// The reference taker: a stranger to this project. It knows the book's HTTP API, the ABIs and the chain.
const read = readOptions(process.argv.slice(2), process.env);
if (read.kind === 'help') {
  console.log(USAGE);
} else if (read.kind === 'bad') {
  console.error(read.problems.join('\n'));
  console.error('\nnpm run taker -- --help lists the options.');
  process.exitCode = 2;
} else {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  try {
    process.exitCode = (await runTaker(read.options, stop.signal)) ? 0 : 1;
  } catch (error) {
    console.error(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
    process.exitCode = 1;
  }
}
