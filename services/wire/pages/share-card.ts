import 'server-only';
import type { PortfolioPlace } from '../../../lib/api/live-dto.ts';
import type { ShareCardDto } from '../../../lib/api/share-card-dto.ts';
import type { Result } from '../../../lib/result.ts';
import { readPerformance } from '../../portfolios/read-performance.ts';
import { readShareCard as cardOf } from '../../portfolios/read-share-card.ts';
import { asCardReader } from '../../store/as-viewer.ts';
import { readCardPage } from '../../store/pages/card-page.ts';
import { onAppDatabase } from '../app-sql.ts';
import { readsOf } from '../resources/performance.ts';

/** What everybody may see of a portfolio, whoever asks: the same for its owner and a stranger. @throws {EnvError} */
export const readShareCard = (place: PortfolioPlace): Promise<Result<ShareCardDto | null>> =>
  cardOf(() =>
    onAppDatabase((sql) =>
      asCardReader(sql, async (transaction) => {
        const page = await readCardPage(transaction, place);
        if (page === null) return null;
        const { performance } = await readPerformance(readsOf(transaction, page.portfolio.id), 'all');
        return { ...page, performance };
      }),
    ),
  );
