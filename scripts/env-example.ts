import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { VARIABLES, type Variable } from '../services/env-variables.ts';

const HEADER = `# Every variable the project reads: its unit, its default, and what its absence disables.
# \`npm run demo\` and \`npm test\` need none of them. An empty value counts as absent.
`;

/** The text of .env.example: each variable with unit, default and what its absence disables. */
export function renderEnvExample(variables: readonly Variable[]): string {
  const groups = [...new Set(variables.map(({ group }) => group))];
  const parts = groups.map((group) => {
    const entries = variables
      .filter((variable) => variable.group === group)
      .map(({ name, unit, fallback, disables }) => {
        const isValue = fallback !== null && !variables.some((other) => other.name === fallback);
        return `# ${unit}\n# default: ${fallback ?? 'none'} · without it: ${disables}\n${name}=${isValue ? fallback : ''}\n`;
      });
    return `\n# --- ${group} ---\n\n${entries.join('\n')}`;
  });
  return HEADER + parts.join('');
}

if (process.argv[1] === import.meta.filename) {
  writeFileSync(join(import.meta.dirname, '../.env.example'), renderEnvExample(VARIABLES));
}
