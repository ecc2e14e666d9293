import { expect, it } from 'vitest';
import { portfolioViewHref, portfolioViewSchema } from './portfolio-view.ts';

it.each([
  [{}, { span: 'all', orders: null }, '/p'],
  [{ span: 'week' }, { span: 'week', orders: null }, '/p?span=week'],
  [{ orders: 'filled' }, { span: 'all', orders: 'filled' }, '/p?orders=filled'],
  [{ span: 'day', orders: 'expired' }, { span: 'day', orders: 'expired' }, '/p?span=day&orders=expired'],
  // Live ones stand in a list of their own.
  [{ orders: 'open' }, { span: 'all', orders: null }, '/p'],
  [{ span: ['day', 'week'], orders: '<b>' }, { span: 'all', orders: null }, '/p'],
])('an address that asks for %j shows %j, and is written as %s', (asked, view, href) => {
  expect(portfolioViewSchema.parse(asked)).toEqual(view);
  expect(portfolioViewHref('/p', portfolioViewSchema.parse(asked))).toBe(href);
});
