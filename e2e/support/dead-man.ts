import { type FakeService, startFake } from '../../services/http/testing/fake-service.ts';

/** A dead-man switch as services of that kind are: whoever is silent for longer than was agreed is told of, until he is heard again. */
export type DeadMan = {
  readonly url: string;
  /** What it has told, in order. */
  readonly told: readonly ('raised' | 'recovered')[];
  /** When it was last asked, in milliseconds of this process; null = never. */
  readonly askedAtMs: () => number | null;
  readonly close: FakeService['close'];
};

/** Real HTTP, and a clock of its own that begins with the first time it is asked. */
export const startDeadMan = async (graceMs: number): Promise<DeadMan> => {
  const told: ('raised' | 'recovered')[] = [];
  let askedAtMs: number | null = null;
  let alarm: NodeJS.Timeout | undefined;
  const service = await startFake(() => {
    clearTimeout(alarm);
    alarm = setTimeout(() => told.push('raised'), graceMs);
    askedAtMs = performance.now();
    if (told.at(-1) === 'raised') told.push('recovered');
    return { status: 200, body: '' };
  });
  return {
    ...{ url: `${service.baseUrl}/ping/secret`, told },
    askedAtMs: () => askedAtMs,
    close: () => {
      clearTimeout(alarm);
      return service.close();
    },
  };
};
