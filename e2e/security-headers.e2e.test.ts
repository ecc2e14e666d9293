import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWebServer, type WebServer } from './support/web-server.ts';

let web: WebServer;
beforeAll(async () => {
  web = await startWebServer({});
});
afterAll(() => web?.stop());

const directivesOf = ({ headers }: Response): ReadonlyMap<string, readonly string[]> =>
  new Map(
    (headers.get('content-security-policy') ?? '').split(';').map((directive) => {
      const [name = '', ...words] = directive.trim().split(/\s+/);
      return [name, words];
    }),
  );
const nonceOf = (answer: Response): string =>
  directivesOf(answer)
    .get('script-src')
    ?.find((word) => word.startsWith("'nonce-"))
    ?.slice(7, -1) ?? '';

const expectGuarded = ({ headers }: Response): void => {
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('x-frame-options')).toBe('DENY');
  expect(headers.get('referrer-policy')).toBe('strict-origin-when-cross-origin');
  expect(headers.get('permissions-policy')).toContain('camera=()');
  expect(headers.get('strict-transport-security')).toMatch(/^max-age=\d{7,}/);
  expect(headers.get('x-powered-by')).toBeNull();
};

describe.each(['/portfolios', '/docs/api', '/nowhere/at/all'])('the page %s', (path) => {
  it('runs the scripts of its own answer and no others', async () => {
    const answer = await fetch(`${web.url}${path}`);
    const policy = directivesOf(answer);
    expectGuarded(answer);
    const scripts = policy.get('script-src') ?? [];
    expect(scripts.filter((word) => /unsafe|\*|^https?:|^data:|^blob:/.test(word))).toEqual([]);
    expect(policy.get('default-src')).toEqual(["'self'"]);
    for (const name of ['object-src', 'base-uri', 'frame-ancestors'])
      expect(policy.get(name)).toEqual(["'none'"]);
    const nonce = nonceOf(answer);
    expect(Buffer.from(nonce, 'base64')).toHaveLength(16);
    const tags = (await answer.text()).match(/<script\b[^>]*>/g) ?? [];
    expect(tags.length).toBeGreaterThan(0);
    expect(tags.filter((tag) => !tag.includes(`nonce="${nonce}"`))).toEqual([]);
    expect(nonceOf(await fetch(`${web.url}${path}`))).not.toBe(nonce);
  });

  it('has no handler in its markup, which no nonce could allow', async () => {
    const html = await (await fetch(`${web.url}${path}`)).text();
    expect(html.match(/<[a-z][^>]*\son[a-z]+\s*=/gi)).toBeNull();
    expect(html).not.toMatch(/href="javascript:/i);
  });
});

it.each(['/api/health/ready', '/api/portfolios', '/api/auth/csrf', '/api/nowhere', '/icon.svg'])(
  'what is no page runs nothing and is framed by nobody: %s',
  async (path) => {
    const answer = await fetch(`${web.url}${path}`);
    expectGuarded(answer);
    const policy = directivesOf(answer);
    expect([policy.get('default-src'), policy.get('frame-ancestors')]).toEqual([["'none'"], ["'none'"]]);
    expect(policy.get('script-src')).toBeUndefined();
  },
);

describe('nodes that a browser’s person named', () => {
  const connects = async (nodes: string): Promise<readonly string[] | undefined> =>
    directivesOf(
      await fetch(`${web.url}/settings`, { headers: { cookie: `nodes=${encodeURIComponent(nodes)}` } }),
    ).get('connect-src');

  it('may be asked by the page, by their origins', async () => {
    const named = ['https://node.example:8545', 'http://127.0.0.1:8545', 'http://localhost:1'];
    expect(await connects(named.join(' '))).toEqual(["'self'", ...named]);
  });

  it.each([
    'https://evil.example;script-src',
    '*;https://evil.example',
    "https://*.example 'unsafe-eval' * https:",
    'http://evil.example javascript: data:',
    'https://a.example\r\nx-other: 1',
  ])('allow nothing else: %j', async (nodes) => {
    expect(await connects(nodes)).toEqual(["'self'"]);
  });

  it('are eight at most', async () => {
    const many = [...Array(20).keys()].map((index) => `https://n${index}.example`);
    expect(await connects(many.join(' '))).toEqual(["'self'", ...many.slice(0, 8)]);
  });
});

it('a policy that a visitor sends is not the one that is obeyed', async () => {
  const sent = "script-src 'nonce-mine'";
  const answer = await fetch(`${web.url}/portfolios`, { headers: { 'content-security-policy': sent } });
  expect(nonceOf(answer)).not.toBe('mine');
  expect(await answer.text()).not.toContain('nonce="mine"');
});
