import { openPriceRecords } from '../../services/wire/prices/prices.ts';
import { EXIT, type ExitCode, type Run } from '../command/command.ts';
import type { Terminal } from '../command/terminal.ts';
import { environment } from '../environment.ts';
import { convertPrices } from './convert.ts';
import { fetchToFile } from './fetch-histories.ts';
import type { CONVERT_OPTIONS, FETCH_OPTIONS, IMPORT_OPTIONS } from './options.ts';
import { readConvert, readFetch, readImport } from './read-work.ts';
import { runPrices, type StoredWork } from './run.ts';

const stored = async (work: StoredWork, { out, error }: Terminal): Promise<ExitCode> => {
  const { dbUrl } = environment();
  if (dbUrl === null) {
    error('DB_URL is not set: there is no database to keep prices in.');
    return EXIT.refused;
  }
  const records = openPriceRecords(dbUrl.reveal());
  try {
    const done = await runPrices(records, work);
    if (done.ok) out(done.value);
    else error(done.error.message);
    if (!done.ok && done.error.code === 'prices-unavailable')
      error('Without that network: npm run prices -- import FILE');
    return done.ok ? EXIT.done : EXIT.refused;
  } finally {
    await records.close();
  }
};

/** Files in the project's own form, without a database. */
export const runConvert: Run<typeof CONVERT_OPTIONS> = async (input, { out, error }) => {
  const converted = convertPrices(readConvert(input));
  if (!converted.ok) {
    error(converted.error.message);
    return EXIT.refused;
  }
  for (const remark of converted.value.remarks) error(remark);
  out(converted.value.text);
  return EXIT.done;
};

/** Files into the database. */
export const runImport: Run<typeof IMPORT_OPTIONS> = async (input, terminal) =>
  stored(readImport(input), terminal);

/** Closes of a public API into the database, or into a file without one. */
export const runFetch: Run<typeof FETCH_OPTIONS> = async (input, terminal) => {
  const work = readFetch(input, Math.floor(Date.now() / 1_000));
  if (work.out === null) return stored(work, terminal);
  const fetched = await fetchToFile(work, work.out);
  if (fetched.ok) terminal.out(fetched.value);
  else terminal.error(fetched.error.message);
  return fetched.ok ? EXIT.done : EXIT.refused;
};

/** What the database has. */
export const runList: Run<Readonly<Record<string, never>>> = (_, terminal) =>
  stored({ kind: 'list' }, terminal);
