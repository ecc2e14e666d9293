/** Why a wallet didn't send. `rejected` is a person's own choice and no fault. */
export type WalletRefusal = {
  readonly kind: 'rejected' | 'locked' | 'wrong-chain' | 'no-gas' | 'busy' | 'failed';
  readonly sentence: string;
};

const WORDS: Readonly<Record<WalletRefusal['kind'], string>> = {
  rejected: 'You declined in the wallet. Nothing was sent.',
  locked:
    'The wallet is locked, or no longer connected to this page. Unlock it and try again; nothing was sent.',
  'wrong-chain': 'The wallet is on another chain. Switch it and try again; nothing was sent.',
  'no-gas': 'The account has too little of the chain’s own coin to pay for gas. Add some; nothing was sent.',
  busy: 'The wallet has an earlier request open. Answer that one first; nothing was sent.',
  failed: 'The wallet could not send it. Nothing was sent as far as it says.',
};

/** Codes of EIP-1193, EIP-1474 and what wallets made of them. */
const KINDS: Readonly<Record<string, WalletRefusal['kind']>> = {
  '4001': 'rejected',
  ACTION_REJECTED: 'rejected',
  '4100': 'locked',
  '4900': 'locked',
  '4901': 'wrong-chain',
  '4902': 'wrong-chain',
  '-32002': 'busy',
};

const PHRASES: readonly (readonly [RegExp, WalletRefusal['kind']])[] = [
  [/insufficient funds|exceeds (the )?balance|out of gas money|not enough .*(funds|gas)/i, 'no-gas'],
  [/user (rejected|denied)|rejected (by )?(the )?user/i, 'rejected'],
  [/chain (id )?mismatch|wrong (chain|network)|does not match the target chain/i, 'wrong-chain'],
  [/locked|unauthorized|not been authorized/i, 'locked'],
];

const causesOf = (error: unknown): readonly { readonly code: unknown; readonly message: string }[] => {
  const found: { code: unknown; message: string }[] = [];
  for (let at: unknown = error; typeof at === 'object' && at !== null && found.length < 8; ) {
    found.push({
      code: 'code' in at ? at.code : undefined,
      message: 'message' in at ? String(at.message) : '',
    });
    at = 'cause' in at ? at.cause : 'data' in at ? at.data : null;
  }
  return found;
};

/** Classifies what a wallet's `eth_sendTransaction` rejected with, by code first and by its words where wallets give none. */
export function walletRefusal(error: unknown): WalletRefusal {
  const causes = causesOf(error);
  const coded = causes.map(({ code }) => KINDS[String(code)]).find((kind) => kind !== undefined);
  const said = causes.flatMap(({ message }) => PHRASES.filter(([words]) => words.test(message)))[0]?.[1];
  const kind = coded ?? said ?? 'failed';
  const reason = causes
    .find(({ message }) => message !== '')
    ?.message.split('\n')[0]
    ?.slice(0, 200);
  return {
    kind,
    sentence: kind === 'failed' && reason ? `${WORDS.failed} It says: “${reason}”.` : WORDS[kind],
  };
}
