/** As long as a name may be that somebody else gave to a token. */
const SYMBOL_LENGTH_MAX = 12;
const FOREIGN = /[^A-Za-z0-9.+-]/gu;

type Named = { readonly token: string; readonly symbol: string };

type Called = { readonly token: string; readonly name: string };

/** Those without a name, or with one that another has in any case of letters, by another one. */
const apart = (called: readonly Called[], instead: (token: string) => string): readonly Called[] => {
  const counts = new Map<string, number>();
  for (const { name } of called) counts.set(name.toLowerCase(), (counts.get(name.toLowerCase()) ?? 0) + 1);
  return called.map(({ token, name }) => ({
    token,
    name: name === '' || counts.get(name.toLowerCase()) !== 1 ? instead(token) : name,
  }));
};

const ofAddress = (token: string): string => `${token.slice(0, 6)}-${token.slice(-4)}`.toLowerCase();

/**
 * What facts call each token: its symbol in ASCII letters, digits, dots, plus and minus, cut to twelve. One of whose symbol nothing is left, or
 * whose name another one has as well, is called by its address (`0xc02a-6cc2`, in full where even that is taken), so that no token passes for another.
 */
export const subjectNames = (assets: readonly Named[]): ReadonlyMap<string, string> => {
  const plain = assets.map(({ token, symbol }) => ({
    token,
    name: symbol.replace(FOREIGN, '').slice(0, SYMBOL_LENGTH_MAX),
  }));
  const short = apart(plain, ofAddress);
  return new Map(apart(short, (token) => token.toLowerCase()).map(({ token, name }) => [token, name]));
};
