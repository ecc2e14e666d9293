/** Where a command speaks: results to `out`, all else to `error`, a line at a time. */
export type Terminal = { readonly out: (text: string) => void; readonly error: (text: string) => void };
