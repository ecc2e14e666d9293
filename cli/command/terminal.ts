/** Where a command speaks: results to `out`, all else to `error`, a line at a time. */
export type Terminal = { readonly out: (text: string) => void; readonly error: (text: string) => void };

/** Standard output and standard error of this process. */
export const processTerminal: Terminal = {
  out: (text) => void process.stdout.write(`${text}\n`),
  error: (text) => void process.stderr.write(`${text}\n`),
};
