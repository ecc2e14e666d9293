import 'server-only';
import { readBookPage } from '../../../../../services/book/read-book.ts';
import { bookReads } from '../../../../../services/wire/book.ts';
import { bookAnswer } from '../../answer.ts';

export const dynamic = 'force-dynamic';

/** Open orders of the order book, oldest first, for anybody: `?maker=&cursor=&limit=`. */
export const GET = async (
  request: Request,
  context: { params: Promise<{ chainId: string }> },
): Promise<Response> => {
  const { chainId } = await context.params;
  return bookAnswer(await readBookPage(bookReads(), { chainId, search: new URL(request.url).searchParams }));
};
