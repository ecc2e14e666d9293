import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type ApiWorld, buildApiWorld, ownerOf } from '../../e2e/support/api-world.ts';
import { startWebServer, type WebServer } from '../../e2e/support/web-server.ts';

const ADDRESS_LIMIT = 30;
const USER_LIMIT = 40;
/** What comes back while a test asks, on a slow machine. */
const SLACK = 12;

let world: ApiWorld;
const servers: WebServer[] = [];
const start = async (more: Readonly<Record<string, string>> = {}): Promise<string> => {
  const server = await startWebServer({
    ...world.env,
    ...{
      API_ADDRESS_REQUESTS_PER_MINUTE: `${ADDRESS_LIMIT}`,
      API_USER_REQUESTS_PER_MINUTE: `${USER_LIMIT}`,
      ...more,
    },
  });
  servers.push(server);
  return server.url;
};
let instances: readonly string[];
beforeAll(async () => {
  world = await buildApiWorld();
  instances = [await start(), await start()];
});
afterEach(() => world.database.admin`delete from request_allowances`);
afterAll(async () => {
  for (const server of servers) server.stop();
  await world?.stop();
});

/** Asks so often, of one instance after the other, and tells how often it was let in. */
const letIn = async (
  urls: readonly string[],
  times: number,
  headersOf: (index: number) => Readonly<Record<string, string>>,
): Promise<number> => {
  const answers = await Promise.all(
    Array.from({ length: times }, (_, index) =>
      fetch(`${urls[index % urls.length]}/api/caller`, { headers: headersOf(index) }).then(async (answer) => {
        await answer.text();
        return answer.status;
      }),
    ),
  );
  expect(new Set(answers)).toEqual(new Set([200, 429]));
  return answers.filter((status) => status === 200).length;
};
const isAbout = (taken: number, limit: number) => {
  expect(taken).toBeGreaterThanOrEqual(limit);
  expect(taken).toBeLessThanOrEqual(limit + SLACK);
};

describe('the allowance of an address', () => {
  it('is one for two instances on one database', async () => {
    isAbout(await letIn(instances, 80, () => ({ 'x-forwarded-for': '203.0.113.9' })), ADDRESS_LIMIT);
  });

  it('is not got anew by saying that one comes from elsewhere: our own proxy’s word counts, which is the last', async () => {
    const taken = await letIn(instances, 80, (index) => ({
      'x-forwarded-for': `198.51.100.${index}, 10.0.0.${index}, 203.0.113.9`,
      ...{ 'x-real-ip': `198.51.100.${index}`, 'cf-connecting-ip': `198.51.100.${index}` },
      ...{ 'true-client-ip': `198.51.100.${index}`, forwarded: `for=198.51.100.${index}` },
    }));
    isAbout(taken, ADDRESS_LIMIT);
  });

  it('is another one for another address, also while that one’s is used up', async () => {
    await letIn(instances, 80, () => ({ 'x-forwarded-for': '203.0.113.9' }));
    const other = await fetch(`${instances[1]}/api/caller`, {
      headers: { 'x-forwarded-for': '203.0.113.10' },
    });
    expect([other.status, other.headers.get('ratelimit-remaining')]).toEqual([200, `${ADDRESS_LIMIT - 1}`]);
  });

  it('is everybody’s together without a proxy: then every such header is a stranger’s', async () => {
    const bare = await start({ TRUSTED_PROXY_HOPS: '0' });
    isAbout(
      await letIn([bare], 80, (index) => ({ 'x-forwarded-for': `198.51.100.${index}` })),
      ADDRESS_LIMIT,
    );
  });

  it('goes by the first of two proxies where there are two, and by nothing where fewer have spoken', async () => {
    const behindTwo = await start({ TRUSTED_PROXY_HOPS: '2' });
    const byFirst = await letIn([behindTwo], 80, (index) => ({
      'x-forwarded-for': `10.9.9.${index}, 203.0.113.9, 192.0.2.${index}`,
    }));
    isAbout(byFirst, ADDRESS_LIMIT);
    isAbout(
      await letIn([behindTwo], 80, (index) => ({ 'x-forwarded-for': `192.0.2.${index}` })),
      ADDRESS_LIMIT,
    );
  });

  it('is taken for tries to log in too, ten for each, whatever is sent', async () => {
    const codes: number[] = [];
    for (let tries = 0; tries < 6; tries += 1) {
      const answer = await fetch(`${instances[tries % 2]}/api/auth/callback/credentials`, {
        ...{ method: 'POST', body: '{}' },
        headers: { 'content-type': 'application/json', 'x-forwarded-for': `10.0.0.${tries}, 203.0.113.11` },
      });
      codes.push(answer.status);
    }
    expect(codes.filter((status) => status === 429).length).toBeGreaterThanOrEqual(2);
  });

  it('is taken for guessed tokens as well', async () => {
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        fetch(`${instances[index % 2]}/api/caller`, {
          headers: {
            authorization: `Bearer 1b_${'A'.repeat(42)}${index % 10}`,
            'x-forwarded-for': '203.0.113.12',
          },
        }).then(({ status }) => status),
      ),
    );
    expect(new Set(answers)).toEqual(new Set([401, 429]));
    isAbout(answers.filter((status) => status === 401).length, ADDRESS_LIMIT);
  });
});

describe('the allowance of a person', () => {
  it('is one for sessions and tokens, from whatever address, at two instances', async () => {
    const session = await world.session(ownerOf(1));
    const token = await world.token(ownerOf(1), ['portfolios:read']);
    const taken = await letIn(instances, 100, (index) => ({
      ...(index % 3 === 0 ? token : session),
      'x-forwarded-for': `198.51.100.${index}`,
    }));
    isAbout(taken, USER_LIMIT);
    const another = await world.session(ownerOf(2));
    const answer = await fetch(`${instances[0]}/api/caller`, {
      headers: { ...another, 'x-forwarded-for': '192.0.2.1' },
    });
    expect(answer.status).toBe(200);
  });
});
