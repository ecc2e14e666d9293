import 'server-only';
import { readBookOrder } from '../../../../../../services/book/read-book.ts';
import { bookReads } from '../../../../../../services/wire/book.ts';
import { bookAnswer } from '../../../answer.ts';

export const dynamic = 'force-dynamic';

/** One order of the order book, open or not, for anybody. */
export const GET = async (
  _request: Request,
  context: { params: Promise<{ chainId: string; hash: string }> },
): Promise<Response> => bookAnswer(await readBookOrder(bookReads(), await context.params));
