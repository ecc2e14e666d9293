/** A value at a time; null leaves a gap, and so does `isAfterGap` before it. */
export type PlotPoint = {
  readonly timeSeconds: number;
  readonly value: number | null;
  readonly isAfterGap: boolean;
};

export type Frame = {
  readonly width: number;
  readonly height: number;
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly low: number;
  readonly high: number;
};

/** Room for the stroke at the top and the bottom. */
const INSET = 6;

/** Where a time lies, 0 to the frame's width. */
export const xOf = ({ width, fromSeconds, toSeconds }: Frame, timeSeconds: number): number =>
  ((timeSeconds - fromSeconds) / Math.max(1, toSeconds - fromSeconds)) * width;

/** Where a value lies; larger ones are higher up. What is beyond the frame stays at its edge. */
export const yOf = ({ height, low, high }: Frame, value: number): number => {
  const share = (value - low) / Math.max(1e-12, high - low);
  return height - INSET - Math.max(0, Math.min(1, share)) * (height - 2 * INSET);
};

/** A path with a gap wherever a value is missing or nobody looked; a point that stands alone is a dot. */
export const pathOf = (points: readonly PlotPoint[], frame: Frame): string => {
  let isDrawing = false;
  return points
    .map(({ timeSeconds, value, isAfterGap }) => {
      if (value === null) {
        isDrawing = false;
        return '';
      }
      const at = `${xOf(frame, timeSeconds).toFixed(1)} ${yOf(frame, value).toFixed(1)}`;
      const step = isDrawing && !isAfterGap ? `L${at}` : `M${at}h0`;
      isDrawing = true;
      return step;
    })
    .join('');
};
