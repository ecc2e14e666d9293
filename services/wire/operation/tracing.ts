import type { Attributes, Span as SdkSpan } from '@opentelemetry/api';
import type { Result } from '../../../lib/result.ts';
import type { TickTrace } from '../../bot/tick-deps.ts';
import type { TraceSettings } from '../../env-alerts.ts';

/** A part of a trace that is under way. */
export type Span = {
  /** Follows a step as a part of this one. */
  readonly trace: TickTrace;
  readonly child: (name: string, attributes: Attributes) => Span;
  /** Of a failure its code is told, and never its words. */
  readonly end: (outcome: Result<unknown>, attributes?: Attributes) => void;
};

export type Tracing = {
  readonly begin: (name: string, attributes: Attributes) => Span;
  /** Sends what has ended. Never fails: what a collector doesn't take is lost. */
  readonly flush: () => Promise<void>;
  readonly close: () => Promise<void>;
};

const NO_SPAN: Span = { trace: (_, work) => work(), child: () => NO_SPAN, end: () => undefined };

/** Nobody follows: no span is made, and no code of OpenTelemetry's loaded. */
const NO_TRACING: Tracing = {
  begin: () => NO_SPAN,
  flush: async () => undefined,
  close: async () => undefined,
};

/** A collector that is slower loses what it is sent: no tick waits longer. */
const EXPORT_MS_MAX = 2_000;

const codeOf = (outcome: unknown): string | null => {
  if (typeof outcome !== 'object' || outcome === null || !('ok' in outcome) || outcome.ok !== false)
    return null;
  const { error } = outcome as Extract<Result<unknown>, { ok: false }>;
  return error.code;
};

/** Traces by OTLP over HTTP, where somebody collects them; loaded only then. */
export const openTracing = async (settings: TraceSettings | null): Promise<Tracing> => {
  if (settings === null) return NO_TRACING;
  const [
    { ROOT_CONTEXT, SpanStatusCode, trace: api },
    sdk,
    { OTLPTraceExporter },
    { resourceFromAttributes },
  ] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/sdk-trace'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
  ]);
  const exporter = new OTLPTraceExporter({
    url: settings.url.reveal(),
    headers: Object.fromEntries(settings.headers.map(([name, value]) => [name, value.reveal()])),
    timeoutMillis: EXPORT_MS_MAX,
  });
  const provider = new sdk.TracerProvider({
    resource: resourceFromAttributes({ 'service.name': settings.serviceName }),
    spanProcessors: [new sdk.BatchSpanProcessor({ exporter, exportTimeoutMillis: EXPORT_MS_MAX })],
  });
  const tracer = provider.getTracer('1balancer');
  const spanOf = (span: SdkSpan): Span => {
    const within = api.setSpan(ROOT_CONTEXT, span);
    const start = (name: string, attributes: Attributes): SdkSpan =>
      tracer.startSpan(name, { attributes }, within);
    const ended = (one: SdkSpan, outcome: unknown): void => {
      const code = codeOf(outcome);
      if (code !== null) one.setStatus({ code: SpanStatusCode.ERROR }).setAttribute('failure.code', code);
      one.end();
    };
    return {
      trace: <T>(step: string, work: () => T): T => {
        const one = start(step, {});
        const done = work();
        if (!(done instanceof Promise)) ended(one, done);
        // Whoever waits for it hears of what it throws.
        else
          done.then(
            (value) => ended(one, value),
            () => ended(one, { ok: false, error: { code: 'bug' } }),
          );
        return done;
      },
      child: (name, attributes) => spanOf(start(name, attributes)),
      end: (outcome, attributes = {}) => ended(span.setAttributes(attributes), outcome),
    };
  };
  return {
    begin: (name, attributes) => spanOf(tracer.startSpan(name, { attributes, root: true }, ROOT_CONTEXT)),
    flush: () => provider.forceFlush().catch(() => undefined),
    close: () => provider.shutdown().catch(() => undefined),
  };
};
