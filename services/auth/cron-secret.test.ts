import { describe, expect, it } from 'vitest';
import { checkCronSecret } from './cron-secret.ts';

const code = (header: string | null, secrets: readonly string[]) => {
  const checked = checkCronSecret(header, secrets);
  return checked.ok ? 'ok' : checked.error.code;
};

describe('the scheduler’s secret', () => {
  it('lets in who carries it, now or before the last rotation', () => {
    expect(code('Bearer new-secret-of-16', ['new-secret-of-16', 'old-secret-of-16'])).toBe('ok');
    expect(code('bearer old-secret-of-16', ['new-secret-of-16', 'old-secret-of-16'])).toBe('ok');
  });

  it.each([
    null,
    '',
    'Bearer',
    'Bearer ',
    'new-secret-of-16',
    'Basic new-secret-of-16',
    'Bearer new-secret-of-1',
    'Bearer new-secret-of-16x',
  ])('keeps out %j', (header) => {
    expect(code(header, ['new-secret-of-16'])).toBe('unauthorised');
  });

  it('is never open: without a secret nobody gets in, not even with an empty one', () => {
    expect(code('Bearer ', [])).toBe('not-configured');
    expect(code('Bearer anything', [])).toBe('not-configured');
  });
});
