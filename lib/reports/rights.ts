/** By which right something was done. */
export const RIGHTS = [
  'wallet',
  'token',
  'delegate',
  'signer-key',
  'operator',
  'own-rules',
  'contract',
  'taker',
  'former',
] as const;
export type Right = (typeof RIGHTS)[number];

const RIGHT_OF_KIND: ReadonlyMap<string, Right> = new Map([
  ['user', 'wallet'],
  ['token', 'token'],
  ['delegate', 'delegate'],
  ['bot', 'signer-key'],
  ['operator', 'operator'],
  ['system', 'own-rules'],
  ['contract', 'contract'],
  ['taker', 'taker'],
]);

/** The right of an actor as the log names it, `user:0x…`; one of a kind that is written no more had a former one. */
export const rightOf = (actor: string): Right => RIGHT_OF_KIND.get(actor.split(':', 1)[0] ?? '') ?? 'former';
