/** share × e^(−x × time). Times ascend and differ; no share is zero. */
export type Term = { readonly time: number; readonly share: number };

const STEPS_MAX = 200;
const DOUBLINGS_MAX = 60;
/** A sum this small beside its own parts is rounding: the curve touches zero there. */
const TOUCHES = 1e-14;

/** How often the shares change their sign from one term to the next: at most so many roots, and as many but for an even number. */
export const signChanges = (terms: readonly Term[]): number =>
  terms.filter(({ share }, index) => index > 0 && share * (terms[index - 1]?.share ?? 0) < 0).length;

/** Σ share × e^(−x × time) ÷ its largest exponential, which leaves sign and roots alone and can't overflow. */
const scaledSum = (terms: readonly Term[], x: number): { readonly sum: number; readonly parts: number } => {
  // Times ascend, so the largest exponential stands at one end.
  const origin = (x > 0 ? terms[0] : terms.at(-1))?.time ?? 0;
  let [sum, parts] = [0, 0];
  for (const { time, share } of terms) {
    const part = share * Math.exp(-x * (time - origin));
    sum += part;
    parts += Math.abs(part);
  }
  return { sum, parts };
};

const signAt = (terms: readonly Term[], x: number): number => {
  const { sum, parts } = scaledSum(terms, x);
  return Math.abs(sum) <= TOUCHES * parts ? 0 : Math.sign(sum);
};

const bisect = (terms: readonly Term[], from: number, to: number): number => {
  let [low, high] = [from, to];
  const lowSign = Math.sign(scaledSum(terms, low).sum);
  for (let step = 0; step < STEPS_MAX; step++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (Math.sign(scaledSum(terms, middle).sum) === lowSign) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
};

/** A point beyond `from` where the outermost term decides the sign, as it does for ever after. */
const farEnd = (terms: readonly Term[], from: number, direction: 1 | -1): number => {
  const deciding = Math.sign((direction === 1 ? terms[0] : terms.at(-1))?.share ?? 0);
  let reach = 1;
  for (let step = 0; step < DOUBLINGS_MAX; step++, reach *= 2) {
    if (signAt(terms, from + direction * reach) === deciding) break;
  }
  return from + direction * reach;
};

/**
 * The derivative of e^(x × pivot) × the sum, with a pivot at the first change of sign: it has one change fewer, and between two roots of
 * the sum it has one of its own.
 */
const derived = (terms: readonly Term[]): readonly Term[] => {
  const index = terms.findIndex(({ share }, at) => at > 0 && share * (terms[at - 1]?.share ?? 0) < 0);
  const pivot = ((terms[index - 1]?.time ?? 0) + (terms[index]?.time ?? 0)) / 2;
  const shares = terms.map(({ time, share }) => share * (pivot - time));
  const largest = shares.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
  return terms
    .map(({ time }, at) => ({ time, share: (shares[at] ?? 0) / largest }))
    .filter(({ share }) => share !== 0);
};

/**
 * Every x with Σ share × e^(−x × time) = 0, in ascending order. Roots are told apart by those of the derivative, so that two that lie
 * close together are both found. Source: E. Laguerre (1883), on Descartes' rule of signs for sums of exponentials.
 */
export const growthRoots = (terms: readonly Term[]): readonly number[] => {
  const changes = signChanges(terms);
  if (changes === 0) return [];
  const turns = changes === 1 ? [0] : growthRoots(derived(terms));
  const [first = 0, last = 0] = [turns[0], turns.at(-1)];
  const stops = [farEnd(terms, first, -1), ...turns, farEnd(terms, last, 1)];
  const roots: number[] = [];
  for (let index = 1; index < stops.length; index++) {
    const [low = 0, high = 0] = [stops[index - 1], stops[index]];
    const [lowSign, highSign] = [signAt(terms, low), signAt(terms, high)];
    if (highSign === 0) roots.push(high);
    else if (lowSign * highSign < 0) roots.push(bisect(terms, low, high));
  }
  return roots;
};
