import type { Sql, TransactionSql } from 'postgres';
import { z } from 'zod';
import type { CarriedMigration } from './carried-migrations.ts';

/** How a database's migrations differ from those of a build, each by its name. */
export type MigrationState = {
  readonly missing: readonly string[];
  /** Of another build, newer or not ours. */
  readonly unknown: readonly string[];
  /** Applied with another text. */
  readonly changed: readonly string[];
  /** Noted and not there, or there and not noted, with what says so. */
  readonly halfApplied: readonly string[];
};

type Seen = {
  readonly applied: ReadonlyMap<string, string>;
  /** Tables and columns that the database has. */
  readonly present: ReadonlySet<string>;
};

const halfOf = ({ applied, present }: Seen, { name, makes }: CarriedMigration): string | null => {
  const isNoted = applied.has(name);
  const odd = makes.find((object) => present.has(object) !== isNoted);
  if (odd === undefined) return null;
  return isNoted
    ? `${name} (${odd} is missing)`
    : `${name} (${odd} is there, and it is not noted as applied)`;
};

/** Compares by names, texts, and by what each is to have made. */
export const judgeMigrations = (carried: readonly CarriedMigration[], seen: Seen): MigrationState => {
  const { applied } = seen;
  const halves = new Map(carried.map((one) => [one.name, halfOf(seen, one)] as const));
  const named = (is: (one: CarriedMigration) => boolean): readonly string[] =>
    carried.filter(is).map(({ name }) => name);
  const ours = new Set(named(() => true));
  return {
    missing: named(({ name }) => !applied.has(name) && halves.get(name) === null),
    unknown: [...applied.keys()].filter((name) => !ours.has(name)).sort(),
    changed: named(({ name, sha256 }) => applied.has(name) && applied.get(name) !== sha256),
    halfApplied: [...halves.values()].filter((half) => half !== null),
  };
};

const appliedSchema = z.array(z.tuple([z.string(), z.string()]));

/** In two statements, as the web app's login may. */
export const readMigrationState = async (
  sql: Sql | TransactionSql,
  carried: readonly CarriedMigration[],
): Promise<MigrationState> => {
  const objects = carried.flatMap(({ makes }) => makes);
  const [[noted], found] = await Promise.all([
    sql`select applied_migrations() as applied`,
    sql<{ object: string }[]>`
      select object from unnest(${objects}::text[]) object
      where exists (select from pg_class c where c.relnamespace = 'public'::regnamespace and c.relname = split_part(object, '.', 1)
        and (object not like '%.%' or exists (select from pg_attribute a where a.attrelid = c.oid
          and a.attname = split_part(object, '.', 2) and not a.attisdropped)))
      order by object`,
  ]);
  const applied = new Map(appliedSchema.parse(noted?.['applied']));
  return judgeMigrations(carried, { applied, present: new Set(found.map(({ object }) => object)) });
};
