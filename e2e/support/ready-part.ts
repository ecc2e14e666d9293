import { vi } from 'vitest';
import { GET } from '../../app/api/health/ready/route.ts';
import type { BotWorld } from './bot-world.ts';

/** One part of `/api/health/ready` as whoever asks gets it: the answer's status, and how the part does. */
export const readyPart = async (
  { database }: Pick<BotWorld, 'database'>,
  name: 'nodes' | 'prices' | 'venues' | 'signers',
): Promise<readonly [status: number, state: string | undefined]> => {
  vi.stubEnv('APP_DB_URL', database.urls.app.reveal());
  const response = await GET();
  vi.unstubAllEnvs();
  const { components }: { components: readonly { name: string; state: string }[] } = await response.json();
  return [response.status, components.find((part) => part.name === name)?.state];
};
