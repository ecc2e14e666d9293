import { ok } from '../../lib/result.ts';
import { openSettings } from '../../services/wire/database.ts';
import type { Run } from '../command/command.ts';
import { parseJsonText } from '../policy-argument.ts';
import { onDatabase } from './on-database.ts';

type None = Readonly<Record<string, never>>;

/** Lists what is set. */
export const runSettings: Run<None> = (_, terminal) =>
  onDatabase(terminal, async (dbUrl) => {
    const { out } = terminal;
    const desk = openSettings(dbUrl);
    try {
      const listed = await desk.list();
      if (!listed.ok) return listed;
      for (const { name, value, updatedBy } of listed.value) out(`${name} = ${value}   (${updatedBy})`);
      if (listed.value.length === 0) out('Nothing is set: the defaults hold.');
      return ok(null);
    } finally {
      await desk.close();
    }
  });

/** Sets one. */
export const runSet: Run<None> = ({ words: [name = '', text = ''] }, terminal) =>
  onDatabase(terminal, async (dbUrl) => {
    const value = parseJsonText(text, { code: 'not-json', what: `The value of ${name} is` });
    if (!value.ok) return value;
    const desk = openSettings(dbUrl);
    try {
      const saved = await desk.set(name, value.value);
      if (saved.ok) terminal.out(`${name} is set.`);
      return saved;
    } finally {
      await desk.close();
    }
  });
