import { expect, it } from 'vitest';
import { checkSameOrigin } from './same-origin.ts';

const OURS = 'https://balancer.example';
const asked = (method: string, headers: Record<string, string>): string => {
  const checked = checkSameOrigin({ method, headers: new Headers(headers) }, OURS);
  return checked.ok ? 'passes' : checked.error.code;
};

it.each([
  ['our own page', { origin: OURS, 'sec-fetch-site': 'same-origin' }, 'passes'],
  ['our own page in a browser without fetch metadata', { origin: OURS }, 'passes'],
  ['a program, which no page can make of a browser', {}, 'passes'],
  ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }, 'cross-origin'],
  ['another site in a browser without fetch metadata', { origin: 'https://evil.example' }, 'cross-origin'],
  ['a subdomain', { origin: 'https://x.balancer.example', 'sec-fetch-site': 'same-site' }, 'cross-origin'],
  ['a page without an origin, such as a sandboxed frame', { origin: 'null' }, 'cross-origin'],
  ['the same host over http', { origin: 'http://balancer.example' }, 'cross-origin'],
  ['the same host on another port', { origin: 'https://balancer.example:444' }, 'cross-origin'],
  ['a form that was sent without an origin', { 'sec-fetch-site': 'cross-site' }, 'cross-origin'],
  [
    'a host that the request claims to be',
    { origin: 'https://evil.example', host: 'evil.example' },
    'cross-origin',
  ],
])('a write by cookie from %s: %s', (_title, headers, expected) => {
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'post'])
    expect(asked(method, headers)).toBe(expected);
});

it('lets reads pass from anywhere', () => {
  for (const method of ['GET', 'HEAD', 'OPTIONS'])
    expect(asked(method, { origin: 'https://evil.example' })).toBe('passes');
});
