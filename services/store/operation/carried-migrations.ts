import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A migration as a folder has it. */
export type MigrationFile = { readonly name: string; readonly sha256: string; readonly text: string };

/** Plain SQL files, in the order of their names. */
export const migrationFiles = async (folder: string): Promise<readonly MigrationFile[]> => {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(join(folder, name), 'utf8');
      return { name, text, sha256: createHash('sha256').update(text).digest('hex') };
    }),
  );
};

/** What a build knows of one of its migrations; `makes` names tables, and columns as `table.column`, that are there once all are applied. */
export type CarriedMigration = Pick<MigrationFile, 'name' | 'sha256'> & { readonly makes: readonly string[] };

type Change = { readonly kind: 'made' | 'dropped'; readonly object: string };

/** Without comments, and without bodies of functions, in which other statements stand. */
const bare = (text: string): string =>
  text.replace(/--[^\n]*/g, '').replace(/\$(\w*)\$[\s\S]*?\$\1\$/g, "''");

const changesIn = (statement: string): readonly Change[] => {
  const made = /^\s*create\s+table\s+(?:if\s+not\s+exists\s+)?(\w+)/i.exec(statement)?.[1];
  if (made !== undefined) return [{ kind: 'made', object: made }];
  const dropped = /^\s*drop\s+table\s+(?:if\s+exists\s+)?(\w+)/i.exec(statement)?.[1];
  if (dropped !== undefined) return [{ kind: 'dropped', object: dropped }];
  const table = /^\s*alter\s+table\s+(?:only\s+)?(\w+)/i.exec(statement)?.[1];
  if (table === undefined) return [];
  const renamed = /\brename\s+column\s+(\w+)\s+to\s+(\w+)/i.exec(statement);
  if (renamed !== null)
    return [
      { kind: 'dropped', object: `${table}.${renamed[1]}` },
      { kind: 'made', object: `${table}.${renamed[2]}` },
    ];
  return [...statement.matchAll(/\b(add|drop)\s+column\s+(?:if\s+(?:not\s+)?exists\s+)?(\w+)/gi)].map(
    ([, verb = '', column = '']) => ({
      ...{ kind: verb.toLowerCase() === 'add' ? ('made' as const) : ('dropped' as const) },
      object: `${table}.${column}`,
    }),
  );
};

/** What of a folder's migrations can be looked for in a database; what a later one drops is left out. */
export const carriedMigrations = (files: readonly MigrationFile[]): readonly CarriedMigration[] => {
  const changes = files.map(({ text }) => bare(text).split(';').flatMap(changesIn));
  const isDroppedAfter = (place: number, object: string): boolean =>
    changes
      .slice(place)
      .some((later) =>
        later.some(
          (one) => one.kind === 'dropped' && (one.object === object || object.startsWith(`${one.object}.`)),
        ),
      );
  return files.map(({ name, sha256 }, place) => ({
    ...{ name, sha256 },
    makes: (changes[place] ?? []).flatMap(({ kind, object }) =>
      kind === 'made' && !isDroppedAfter(place, object) ? [object] : [],
    ),
  }));
};
