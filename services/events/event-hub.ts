import { isAfter, type StreamBatch, type StreamPlace } from '../../lib/api/events.ts';
import { bugIn, fail, ok, type Result } from '../../lib/result.ts';
import { type Filter, type Follower, openFollower } from './follower.ts';

const FOLLOWERS_MAX = 1_000;
const FOLLOWERS_PER_PERSON_MAX = 20;
const FOLLOWERS_PER_ADDRESS_MAX = 50;

/** Calls of the database within this are one. */
const GATHER_MS = 50;
/** While a transaction that runs holds back what others have committed, it is asked for again: soon, and then less so. */
const AGAIN_MS = { first: 100, most: 1_000 } as const;
/** Without a call all is read again after this: calls can be lost, and behind a pooler none comes. */
const LOOK_MS = 5_000;
const ACCESS_MS = 15_000;
/** Viewers read for at once; the pages share their connections. */
const READS_AT_ONCE = 2;

/** What the database calls out; see the store. */
type Calls = { readonly woken: () => void; readonly accessEnded: (userId: bigint) => void };

export type HubPorts<Viewer> = {
  readonly listen: (calls: Calls) => Promise<Result<{ readonly close: () => Promise<void> }>>;
  /** Where to begin: after the place that was asked for, where its history is still there, else where events end. */
  readonly begin: (
    viewer: Viewer,
    after: StreamPlace | null,
  ) => Promise<Result<{ readonly place: StreamPlace; readonly isReset: boolean }>>;
  /** By the viewer's rights of now. */
  readonly read: (viewer: Viewer, after: StreamPlace) => Promise<Result<StreamBatch>>;
  readonly nowMs: () => number;
  readonly warn: (what: { readonly code: string }) => void;
};

export type Following<Viewer> = {
  readonly viewer: Viewer;
  /** Equal for those who see the same. */
  readonly viewerKey: string;
  /** Null for a stranger. */
  readonly userId: bigint | null;
  /** Null when it can't be told. */
  readonly address: string | null;
  readonly after: StreamPlace | null;
  readonly filter: Filter;
  readonly lastsMs: number;
  readonly signal: AbortSignal;
  /** Whether who asked may still; a failure to find out is no answer. */
  readonly hasAccess: () => Promise<Result<boolean>>;
};

type Member<Viewer> = { readonly following: Following<Viewer>; readonly follower: Follower };
type Listening = Promise<Result<{ readonly close: () => Promise<void> }>>;

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

const earliest = (places: readonly StreamPlace[]): StreamPlace | null =>
  places.reduce<StreamPlace | null>((a, b) => (a === null || isAfter(a, b) ? b : a), null);

/** Nobody waits for what the hub does by itself: what is thrown there must not end the process. */
const caught = async <T>(work: () => Promise<Result<T>>): Promise<Result<T>> => {
  try {
    return await work();
  } catch (thrown) {
    return { ok: false, error: bugIn('a stream', thrown) };
  }
};

const SOONEST = ['now', 'soon', 'on-call'] as const satisfies readonly StreamBatch['next'][];
type Next = (typeof SOONEST)[number];

/**
 * Every open stream of this process, over one listening connection. Each viewer's events are read once for all of their streams, under
 * their own rights, whenever the database calls; a stream that is busy keeps its place there, and nothing is piled up for it.
 */
export class EventHub<Viewer> {
  readonly #ports: HubPorts<Viewer>;
  readonly #members = new Set<Member<Viewer>>();
  #opening = 0;
  #listening: Listening | null = null;
  #looking: ReturnType<typeof setInterval> | null = null;
  #accessAskedMs = 0;
  #isReading = false;
  #isWoken = false;

  constructor(ports: HubPorts<Viewer>) {
    this.#ports = ports;
  }

  get count(): number {
    return this.#members.size;
  }

  /** Opens a stream. Fails with `rate-limited` where there are too many, and like the database. */
  async follow(following: Following<Viewer>): Promise<Result<ReadableStream<Uint8Array>>> {
    const refusal = this.#refusalOf(following);
    if (refusal !== null) return refusal;
    this.#opening += 1;
    try {
      return await this.#open(following);
    } finally {
      this.#opening -= 1;
      this.#restIfAlone();
    }
  }

  async #open(following: Following<Viewer>): Promise<Result<ReadableStream<Uint8Array>>> {
    const { begin, nowMs } = this.#ports;
    await this.#ensureListening();
    const begun = await begin(following.viewer, following.after);
    if (!begun.ok) return begun;
    // Asked again: many may have begun at once.
    const refusal = this.#refusalOf(following);
    if (refusal !== null) return refusal;
    const { place, isReset } = begun.value;
    const member: Member<Viewer> = {
      following,
      follower: openFollower({
        ...{ begin: place, isReset, nowMs, filter: following.filter, lastsMs: following.lastsMs },
        onReady: () => void this.#wake(),
        onClosed: () => {
          this.#members.delete(member);
          this.#restIfAlone();
        },
      }),
    };
    this.#members.add(member);
    this.#looking ??= setInterval(() => this.#look(), LOOK_MS);
    following.signal.addEventListener('abort', member.follower.leave, { once: true });
    if (following.signal.aborted) member.follower.leave();
    void this.#wake();
    return ok(member.follower.stream);
  }

  #refusalOf({ userId, address }: Following<Viewer>): Result<never> | null {
    const all = [...this.#members].map(({ following }) => following);
    const refused = (why: string): Result<never> =>
      fail('rate-limited', `${why}; close one, or try again later.`);
    if (all.length >= FOLLOWERS_MAX) return refused('This server has as many streams as it keeps');
    if (userId !== null && all.filter((one) => one.userId === userId).length >= FOLLOWERS_PER_PERSON_MAX)
      return refused(`You have ${FOLLOWERS_PER_PERSON_MAX} streams open`);
    if (address !== null && all.filter((one) => one.address === address).length >= FOLLOWERS_PER_ADDRESS_MAX)
      return refused(`There are ${FOLLOWERS_PER_ADDRESS_MAX} streams open from your network`);
    return null;
  }

  async #ensureListening(): Promise<void> {
    const calls: Calls = {
      woken: () => void this.#wake(),
      accessEnded: (userId) => void this.#askAccess(({ following }) => following.userId === userId),
    };
    this.#listening ??= caught(() => this.#ports.listen(calls));
    const heard = await this.#listening;
    if (heard.ok) return;
    this.#listening = null;
    this.#ports.warn({ code: heard.error.code });
  }

  #restIfAlone(): void {
    if (this.#members.size + this.#opening > 0) return;
    if (this.#looking !== null) clearInterval(this.#looking);
    this.#looking = null;
    const heard = this.#listening;
    this.#listening = null;
    void heard?.then((open) => (open.ok ? open.value.close() : undefined));
  }

  #look(): void {
    for (const { follower } of this.#members) follower.keep();
    if (this.#members.size === 0) return;
    void this.#ensureListening();
    void this.#wake();
    if (this.#ports.nowMs() - this.#accessAskedMs < ACCESS_MS) return;
    this.#accessAskedMs = this.#ports.nowMs();
    void this.#askAccess(() => true);
  }

  async #askAccess(isMeant: (member: Member<Viewer>) => boolean): Promise<void> {
    for (const { following, follower } of [...this.#members].filter(isMeant)) {
      const asked = await caught(following.hasAccess);
      if (asked.ok && !asked.value) follower.end('access-ended');
    }
  }

  async #wake(): Promise<void> {
    this.#isWoken = true;
    if (this.#isReading) return;
    this.#isReading = true;
    try {
      let againMs: number = AGAIN_MS.first;
      await pause(GATHER_MS);
      while (this.#isWoken) {
        this.#isWoken = false;
        const next = await this.#readForAll();
        if (next === 'on-call') continue;
        if (next === 'soon') await pause(againMs);
        againMs = Math.min(2 * againMs, AGAIN_MS.most);
        this.#isWoken = this.#members.size > 0;
      }
    } finally {
      this.#isReading = false;
    }
  }

  async #readForAll(): Promise<Next> {
    const groups = new Map<string, Member<Viewer>[]>();
    for (const member of this.#members) {
      const { viewerKey } = member.following;
      groups.set(viewerKey, [...(groups.get(viewerKey) ?? []), member]);
    }
    const waiting = [...groups.values()];
    const nexts = new Set<Next>();
    const work = async (): Promise<void> => {
      for (let group = waiting.pop(); group !== undefined; group = waiting.pop())
        nexts.add(await this.#readFor(group));
    };
    await Promise.all(Array.from({ length: READS_AT_ONCE }, work));
    return SOONEST.find((next) => nexts.has(next)) ?? 'on-call';
  }

  async #readFor(group: readonly Member<Viewer>[]): Promise<Next> {
    const ready = group.filter(({ follower }) => follower.isReady());
    const from = earliest(ready.map(({ follower }) => follower.place()));
    const [first] = ready;
    if (first === undefined || from === null) return 'on-call';
    const read = await caught(() => this.#ports.read(first.following.viewer, from));
    if (!read.ok) {
      this.#ports.warn({ code: read.error.code });
      // Silence would look like nothing having changed.
      for (const { follower } of group) follower.end('unavailable');
      return 'on-call';
    }
    for (const { follower } of ready) follower.tell(read.value.events, read.value.end);
    return read.value.next;
  }
}
