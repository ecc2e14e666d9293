/** One JSON object a line on stdout; bigints as decimal text. */
export const writeLine = (line: Readonly<Record<string, unknown>>): void => {
  process.stdout.write(
    `${JSON.stringify(line, (_, value) => (typeof value === 'bigint' ? value.toString() : value))}\n`,
  );
};
