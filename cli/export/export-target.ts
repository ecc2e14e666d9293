import { existsSync, mkdirSync } from 'node:fs';
import { type FileHandle, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExportedTable, ExportFormat } from '../../lib/ledger/exported.ts';
import { UsageError } from '../command/command.ts';
import { outputFlushed, type Terminal } from '../command/terminal.ts';

/** Where an export goes. */
export type ExportTarget = {
  readonly write: (table: ExportedTable, text: string) => Promise<void>;
  /** Gives what is complete its name. */
  readonly finish: () => Promise<void>;
  /** Leaves what there is under a name that says that it isn't all; answers where that is, or null. */
  readonly leave: () => Promise<string | null>;
};

/** Standard output; a slow reader is waited for. */
export const toOutput = ({ out }: Terminal): ExportTarget => ({
  write: async (_, text) => {
    if (text !== '') out(text.replace(/\r?\n$/, ''));
    await outputFlushed();
  },
  finish: async () => undefined,
  leave: async () => null,
});

/** A file for each table in a folder. @throws {UsageError} where one is there already */
export const toFolder = async (
  folder: string,
  { tables, format }: { readonly tables: readonly ExportedTable[]; readonly format: ExportFormat },
): Promise<ExportTarget> => {
  const pathOf = (table: ExportedTable): string => join(folder, `${table}.${format}`);
  const partOf = (table: ExportedTable): string => `${pathOf(table)}.part`;
  const there = tables.map(pathOf).filter((path) => existsSync(path));
  if (there.length > 0) throw new UsageError(...there.map((path) => `--to: ${path} is there already`));
  mkdirSync(folder, { recursive: true });
  const files = new Map<ExportedTable, FileHandle>();
  for (const table of tables) files.set(table, await open(partOf(table), 'w', 0o600));
  const close = async (): Promise<void> => {
    for (const file of files.values()) await file.close();
  };
  return {
    write: async (table, text) => void (await files.get(table)?.appendFile(text)),
    finish: async () => {
      await close();
      for (const table of tables) await rename(partOf(table), pathOf(table));
    },
    leave: async () => {
      await close();
      return join(folder, `*.${format}.part`);
    },
  };
};
