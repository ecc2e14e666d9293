import { openRecords } from '../../services/wire/records.ts';
import type { Input, Run } from '../command/command.ts';
import { EXIT } from '../command/exit-codes.ts';
import { UsageError } from '../command/usage-error.ts';
import { environment } from '../environment.ts';
import type { REPLAY_OPTIONS } from './options.ts';
import { type ReplayArguments, runReplay } from './run.ts';

/** One decision by its id, or all. @throws {UsageError} when it is neither, or both */
export const readReplay = ({
  values: { all, json },
  words: [id],
}: Input<typeof REPLAY_OPTIONS>): ReplayArguments => {
  if (all === (id !== undefined)) throw new UsageError('Name a DECISION_ID, or say --all.');
  if (id === undefined) return { id: null, json };
  if (!/^\d{1,18}$/.test(id)) throw new UsageError(`"${id}" is no id of a decision: a whole number.`);
  return { id, json };
};

/** Recomputes stored decisions. */
export const runReplayCommand: Run<typeof REPLAY_OPTIONS> = async (input, terminal) => {
  const wanted = readReplay(input);
  const { dbUrl } = environment();
  if (dbUrl === null) {
    terminal.error('DB_URL is not set: there is no database with decisions.');
    return EXIT.refused;
  }
  const records = openRecords(dbUrl.reveal());
  try {
    return await runReplay(records, terminal, wanted);
  } finally {
    await records.close();
  }
};
