import type { DemoAnswer, DemoQuestion } from '../../lib/demo/demo-question.ts';
import { answerDemo } from '../../services/portfolios/answer-demo.ts';

/** The engine and the simulator, off the page's own thread; it asks nobody. */
addEventListener('message', ({ data }: MessageEvent<DemoQuestion>) => {
  postMessage(answerDemo(data) satisfies DemoAnswer);
});
