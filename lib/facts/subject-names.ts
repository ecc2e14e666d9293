/** As long as a name may be that somebody else gave to a token. */
const SYMBOL_LENGTH_MAX = 12;
const FOREIGN = /[^A-Za-z0-9.+-]/gu;

type Named = { readonly token: string; readonly symbol: string };

const ofAddress = (token: string): string => `${token.slice(0, 6)}-${token.slice(-4)}`.toLowerCase();

/**
 * What facts call each token: its symbol in ASCII letters, digits, dots, plus and minus, cut to twelve. One of whose symbol nothing is left, or
 * whose name another one has as well, is called by its address (`0xc02a-6cc2`), so that no token passes for another.
 */
export const subjectNames = (assets: readonly Named[]): ReadonlyMap<string, string> => {
  const plain = assets.map(({ token, symbol }) => ({
    token,
    name: symbol.replace(FOREIGN, '').slice(0, SYMBOL_LENGTH_MAX),
  }));
  const count = (wanted: string): number =>
    plain.filter(({ name }) => name.toLowerCase() === wanted.toLowerCase()).length;
  return new Map(
    plain.map(({ token, name }) => [token, name === '' || count(name) > 1 ? ofAddress(token) : name]),
  );
};
