import { openSecrets } from '../../services/wire/operation/secrets.ts';
import { EXIT, type Run } from '../command/command.ts';
import { environment } from '../environment.ts';

/** Rewraps the secrets of the database at DB_URL. */
export const runRotate: Run<Readonly<Record<string, never>>> = async (_, { out, error }) => {
  const { dbUrl, sealing } = environment();
  if (dbUrl === null) {
    error('DB_URL is not set: there is no database to work on.');
    return EXIT.usage;
  }
  const secrets = openSecrets(dbUrl.reveal(), sealing);
  try {
    const rotated = await secrets.rotate();
    if (!rotated.ok) {
      error(rotated.error.message);
      return EXIT.refused;
    }
    const { keyVersion, rewrapped, unreadable } = rotated.value;
    for (const one of unreadable) error(one);
    out(`${rewrapped} put under the key of version ${keyVersion}; ${unreadable.length} can’t be opened.`);
    return unreadable.length === 0 ? EXIT.done : EXIT.found;
  } finally {
    await secrets.close();
  }
};
