import { memoryBook } from '../testing/memory-book.ts';
import { sampleOrder } from '../testing/sample-order.ts';
import { describeVenue } from '../venue-suite.ts';
import { bookVenue } from './book-venue.ts';

describeVenue('the order book over a journal in memory', async () => {
  const book = memoryBook();
  let number = 0;
  return {
    venue: bookVenue(book.ports),
    journaled: async () => {
      number += 1;
      const order = sampleOrder(number);
      book.journal(order);
      return order;
    },
    stranger: () => sampleOrder(999),
    close: async (order) => book.close(order),
    shown: async () => book.shownHashes(),
    setDown: async (down) => book.setDown(down),
  };
});
