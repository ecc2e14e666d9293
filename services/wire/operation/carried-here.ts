import { join } from 'node:path';
import type { Result } from '../../../lib/result.ts';
import {
  type CarriedMigration,
  carriedMigrations,
  migrationFiles,
} from '../../store/operation/carried-migrations.ts';
import { readMigrationState } from '../../store/operation/migration-state.ts';
import type { InDatabase } from '../tick/bot-store.ts';

/** Beside the process, wherever that runs from; read once. */
const MIGRATIONS = 'supabase/migrations';
const NAMES_MAX = 5;
let carriedOnce: Promise<readonly CarriedMigration[] | null> | null = null;

/** What this build carries; null where its files are not beside it. */
export const carriedHere = (): Promise<readonly CarriedMigration[] | null> => {
  carriedOnce ??= migrationFiles(join(process.cwd(), MIGRATIONS)).then(carriedMigrations, () => null);
  return carriedOnce;
};

/** An outcome that failed by what is not there says which migrations are to blame, where this build knows them. */
export const namingMigrations = async <T>(run: InDatabase, outcome: Result<T>): Promise<Result<T>> => {
  if (outcome.ok || outcome.error.code !== 'database-not-migrated') return outcome;
  const carried = await carriedHere();
  const state = carried === null ? null : await run((sql) => readMigrationState(sql, carried));
  if (state === null || !state.ok) return outcome;
  const names = [...state.value.halfApplied, ...state.value.missing].slice(0, NAMES_MAX);
  if (names.length === 0) return outcome;
  const message = `${outcome.error.message} Not whole: ${names.join(', ')}.`;
  return { ok: false, error: { ...outcome.error, message } };
};
