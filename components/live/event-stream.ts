import type { StreamChange, StreamEnd } from '../../lib/api/events.ts';

/** A stream that the server has refused is tried again after this. */
const TRY_AGAIN_MS = 10_000;

/** What a follower wants to hear of. */
export type EventFollower =
  | {
      readonly of: 'changes';
      /** Null = of every portfolio. */
      readonly portfolioId: string | null;
      /** Null: anything may have changed. */
      readonly changed: (change: StreamChange | null) => void;
      readonly opened: (isOpen: boolean) => void;
    }
  | { readonly of: 'access'; readonly accessEnded: () => void };

// One stream a tab: browsers open six connections to a server, for all tabs together.
const followers = new Set<EventFollower>();
let source: EventSource | null = null;
let sourceUrl = '';
let again: ReturnType<typeof setTimeout> | undefined;

const urlOf = (): string => {
  const wanted = [...followers].flatMap((one) => (one.of === 'changes' ? [one.portfolioId] : []));
  const [only] = new Set(wanted);
  if (wanted.length === 0) return '/api/events?topics=halt';
  return wanted.every((id) => id === only) && only != null
    ? `/api/events?portfolioId=${only}`
    : '/api/events';
};

const tellOpened = (isOpen: boolean): void => {
  for (const one of followers) if (one.of === 'changes') one.opened(isOpen);
};

const tellChanged = (change: StreamChange | null): void => {
  for (const one of followers)
    if (one.of === 'changes' && (change === null || concerns(one.portfolioId, change))) one.changed(change);
};

const concerns = (portfolioId: string | null, change: StreamChange): boolean =>
  portfolioId === null || change.portfolioId === null || change.portfolioId === portfolioId;

const close = (): void => {
  clearTimeout(again);
  source?.close();
  source = null;
  sourceUrl = '';
};

const ended = (why: StreamEnd): void => {
  if (why !== 'access-ended') return;
  close();
  for (const one of [...followers]) if (one.of === 'access') one.accessEnded();
  // The next one is a stranger's.
  again = setTimeout(adjust, 0);
};

const open = (url: string): void => {
  close();
  const opened = new EventSource(url);
  [source, sourceUrl] = [opened, url];
  // What happened before it was open, nobody has told.
  opened.addEventListener('ready', () => {
    tellOpened(true);
    tellChanged(null);
  });
  opened.addEventListener('reset', () => {
    tellOpened(true);
    tellChanged(null);
  });
  opened.addEventListener('change', ({ data }) => tellChanged(JSON.parse(data)));
  opened.addEventListener('end', ({ data }) => ended(JSON.parse(data).why));
  opened.onerror = () => {
    if (opened !== source) return;
    tellOpened(false);
    // A broken connection the browser opens again by itself; a refusal it doesn't.
    if (opened.readyState !== EventSource.CLOSED) return;
    close();
    again = setTimeout(adjust, TRY_AGAIN_MS);
  };
};

/** Opens, changes or closes the stream as its followers want it, while the page is seen. */
function adjust(): void {
  const isWanted = followers.size > 0 && !document.hidden;
  if (!isWanted) {
    close();
    tellOpened(false);
  } else if (sourceUrl !== urlOf()) open(urlOf());
}

/** Begins the stream anew: whoever asks for it has become somebody else. */
export function reopenEvents(): void {
  if (source === null) return;
  close();
  adjust();
}

/** Follows this tab's one stream of the server's events. @returns what ends it */
export function followEvents(follower: EventFollower): () => void {
  if (followers.size === 0) document.addEventListener('visibilitychange', adjust);
  followers.add(follower);
  // Followers of one page come together.
  queueMicrotask(adjust);
  if (follower.of === 'changes' && source?.readyState === EventSource.OPEN) follower.opened(true);
  return () => {
    followers.delete(follower);
    if (followers.size === 0) document.removeEventListener('visibilitychange', adjust);
    queueMicrotask(adjust);
  };
}
