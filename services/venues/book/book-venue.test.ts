import { sampleAction } from '../../../lib/ledger/testing/sample-action.ts';
import { memoryBook } from '../testing/memory-book.ts';
import { describeVenue } from '../venue-suite.ts';
import { bookVenue } from './book-venue.ts';

describeVenue('the order book over a journal in memory', async () => {
  const book = memoryBook();
  let number = 0;
  return {
    venue: bookVenue(book.ports),
    journaled: async () => {
      number += 1;
      const order = sampleAction(number);
      book.journal(order);
      return order;
    },
    stranger: () => sampleAction(999),
    close: async (order) => book.close(order),
    shown: async () => book.shownHashes(),
    setDown: async (down) => book.setDown(down),
  };
});
