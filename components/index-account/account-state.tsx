import type { IndexAccountDto } from '../../lib/api/index-accounts.ts';
import { Word } from '../ui/word.tsx';

/** How an account stands, in a word. */
export function AccountState({ state }: Pick<IndexAccountDto, 'state'>) {
  if (state === 'held')
    return (
      <Word tone="stop" icon="pause">
        Held: needs you
      </Word>
    );
  return state === 'open' ? (
    <Word tone="good" icon="check">
      Open
    </Word>
  ) : (
    <Word tone="plain" icon="pause">
      Closed: takes nothing in
    </Word>
  );
}
