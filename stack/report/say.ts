/** Where words for people go: standard error with --json, whose standard output is one line for programs. */
export type Say = (text: string) => void;

export const createSay = (json: boolean): Say => {
  const stream = json ? process.stderr : process.stdout;
  // A reader that has gone away must not end the stack before it has stopped its processes.
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
  return (text) => {
    stream.write(`${text}\n`);
  };
};
