import type { SignedIn } from './read-caller.ts';

/** `unknown`: not asked yet, or the server doesn't say. `why` is null for whoever was not signed in here before. */
export type SessionState =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'out'; readonly why: 'signed-out' | 'ended' | 'other-account' | null }
  | ({ readonly kind: 'in' } & SignedIn);

/** Told by a tab to every other tab of this browser. */
type Word = { readonly left: 'signed-out' | 'ended' | 'other-account' } | 'entered';

/** The longest wait that is trusted to a timer. */
const TIMER_MS_MAX = 86_400_000;
const ASK_AGAIN_MS = 2_000;

let state: SessionState = { kind: 'unknown' };
/** How often somebody has been said to have left: who was asked for before that may be told of too late. */
let leaves = 0;
let channel: BroadcastChannel | null = null;
let ending: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

const askIn = (ms: number): void => {
  clearTimeout(ending);
  ending = setTimeout(() => void askSession(), Math.min(Math.max(ms, 500), TIMER_MS_MAX));
};

const set = (next: SessionState): void => {
  state = next;
  clearTimeout(ending);
  if (next.kind === 'in') askIn(next.endsAtSeconds * 1_000 - Date.now() + 500);
  for (const listener of listeners) listener();
};

/** Asks the server who is signed in. While it doesn't answer, what was known stays, and it is asked again: an end is told late, never lost. */
export async function askSession(): Promise<void> {
  const leavesBefore = leaves;
  // What reads the answer is big, and needed only where somebody brings a session.
  const found = await import('./read-caller.ts')
    .then(({ readCaller }) => readCaller())
    .catch(() => undefined);
  if (leaves !== leavesBefore) return;
  if (found === undefined) {
    if (state.kind !== 'out' && listeners.size > 0) askIn(ASK_AGAIN_MS);
    return;
  }
  if (found !== null) set({ kind: 'in', ...found });
  else if (state.kind === 'in') set({ kind: 'out', why: 'ended' });
  else if (state.kind === 'unknown') set({ kind: 'out', why: null });
}

/** Nobody is signed in any more, whatever the server still says: what was seen as somebody must not stay on screen meanwhile. */
export function sessionLeft(why: 'signed-out' | 'ended' | 'other-account'): void {
  if (state.kind === 'out') return;
  leaves += 1;
  set({ kind: 'out', why });
  channel?.postMessage({ left: why } satisfies Word);
}

/** Somebody has just signed in here. */
export async function sessionEntered(): Promise<void> {
  await askSession();
  channel?.postMessage('entered' satisfies Word);
}

const hear = ({ data }: MessageEvent<Word>): void => {
  if (data === 'entered') void askSession();
  else if (state.kind !== 'out') {
    leaves += 1;
    set({ kind: 'out', why: data.left });
  }
};

/** Whether this browser brought a session along: who brings none needn't be asked for. */
const hasSession = (): boolean => document.documentElement.dataset['session'] === 'brought';

const seen = (): void => {
  // A tab that was asleep may have heard nothing.
  if (!document.hidden && state.kind !== 'out') void askSession();
};

/** Follows this browser's session, the same in every tab. */
export function followSession(listener: () => void): () => void {
  listeners.add(listener);
  if (listeners.size === 1) {
    channel = new BroadcastChannel('1balancer.session');
    channel.onmessage = hear;
    document.addEventListener('visibilitychange', seen);
    if (hasSession()) void askSession();
    else if (state.kind === 'unknown') set({ kind: 'out', why: null });
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    document.removeEventListener('visibilitychange', seen);
    channel?.close();
    channel = null;
  };
}

export const sessionState = (): SessionState => state;
