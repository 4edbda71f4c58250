import { useSignal } from '@preact/signals';
import { ApiError, api } from './api';
import { CodeLine } from './codeline';
import { bytes, compiled, curve, loadCompiled, loadCurve, many, trouble, working } from './compiled';
import { MemoryView } from './memory';
import { brief, finite, flat, label } from './numbers';
import { NodeLink } from './panels';
import { offline } from './recorded';
import * as s from './state';
import { TradeView } from './trade';
import type {
  AppliedRewrite,
  Certificate,
  Compiled,
  CompiledStep,
  CompilerPass,
  GraphNode,
  Nested,
  Value,
} from './types';

type View = 'rewrites' | 'passes' | 'steps' | 'memory' | 'trade';
const VIEWS: [View, string][] = [
  ['rewrites', 'Rewrites'],
  ['passes', 'Passes'],
  ['steps', 'Steps'],
  ['memory', 'Memory'],
  ['trade', 'Memory or work'],
];

export function CompilerPanel() {
  const view = useSignal<View>('rewrites');
  const c = compiled.value;
  return (
    <div data-testid="compiler">
      <div class="row views" role="group" aria-label="Compiler view">
        {VIEWS.map(([v, name]) => (
          <button
            key={v}
            type="button"
            aria-pressed={view.value === v}
            onClick={() => {
              view.value = v;
              if (v === 'trade' && curve.value === undefined) {
                void loadCurve();
              }
            }}
          >
            {name}
          </button>
        ))}
      </div>
      {trouble.value && <p class="problem">{trouble.value}</p>}
      {!c && !trouble.value && <p class="note">Compiling…</p>}
      {c && view.value === 'rewrites' && <Rewrites c={c} />}
      {c && view.value === 'passes' && <Passes c={c} />}
      {c && view.value === 'steps' && <Steps c={c} />}
      {c && view.value === 'memory' && <MemoryView c={c} />}
      {c && view.value === 'trade' && <TradeView points={curve.value} />}
    </div>
  );
}

function Rewrites({ c }: { c: Compiled }) {
  const all = c.passes.flatMap((p) => p.rewrites);
  const stable = all.filter((r) => r.group === 'stabilize');
  const rest = all.filter((r) => r.group !== 'stabilize');
  return (
    <>
      <Laboratory />
      <h3>{stable.length === 0 ? 'No formula needed another form' : 'Formulas that got another form'}</h3>
      {stable.map((r, i) => (
        <RewriteView key={i} r={r} />
      ))}
      {rest.length > 0 && (
        <details>
          <summary>
            {rest.length} {rest.length === 1 ? 'rewrite that changes' : 'rewrites that change'} no value
          </summary>
          <ul>
            {rest.slice(0, 200).map((r, i) => (
              <li key={i}>
                <strong>{r.rule}</strong>: <code>{r.before}</code> → <code>{r.after}</code>; {r.why}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

/** A value in a table; what is not finite is marked. */
function Cell({ of, shape }: { of: Value | undefined; shape?: number[] | undefined }) {
  const bad = of === undefined ? 0 : flat(of).filter((x) => !Number.isFinite(finite(x))).length;
  return (
    <td class={bad > 0 ? 'bad' : ''}>
      {of === undefined ? '' : label(of, shape ?? shapeOf(of))}
      {bad > 0 && Array.isArray(of) && ` (${bad} not finite)`}
    </td>
  );
}

function shapeOf(v: Value): number[] {
  const out: number[] = [];
  for (let at: unknown = v; Array.isArray(at); at = at[0]) {
    out.push(at.length);
  }
  return out;
}

function RewriteView({ r }: { r: AppliedRewrite }) {
  const certificate = useSignal<Certificate[] | string | undefined>(undefined);
  return (
    <section class="rewrite" data-testid="rewrite">
      <h4>
        {r.rule}
        {r.line > 0 && <span class="note"> line {r.line}</span>} {r.node !== undefined && <NodeLink name={r.node} />}
      </h4>
      <p>
        <code>{r.before}</code> <span class="arrow">→</span> <code>{r.after}</code>
      </p>
      <p>{r.why[0].toUpperCase() + r.why.slice(1)}.</p>
      {r.naive !== undefined && (
        <table class="edges">
          <thead>
            <tr>
              <th scope="col">on these inputs</th>
              <th scope="col">as written</th>
              <th scope="col">rewritten</th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <td>value</td>
              <Cell of={r.naive} />
              <Cell of={r.rewritten} />
            </tr>
          </tbody>
        </table>
      )}
      {certificate.value === undefined && !offline && (
        <button
          type="button"
          onClick={() => {
            certificate.value = 'measuring against true values to 500 digits…';
            api.certificates(r.rule).then(
              (a) => {
                certificate.value = a.certificates;
              },
              (e) => {
                certificate.value = e instanceof ApiError ? e.problem.message : String(e);
              },
            );
          }}
        >
          Measure what it gains
        </button>
      )}
      {typeof certificate.value === 'string' && <p class="note">{certificate.value}</p>}
      {Array.isArray(certificate.value) && <Certificates all={certificate.value} />}
    </section>
  );
}

function ulp(v: Certificate['before']): string {
  return typeof v === 'number' ? `${brief(v)} ulp` : 'not finite';
}

function Certificates({ all }: { all: Certificate[] }) {
  return (
    <table class="edges" data-testid="certificate">
      <caption class="note">Errors in units in the last place, at hard and at random points</caption>
      <thead>
        <tr>
          <th scope="col">points</th>
          <th scope="col">worst, as written</th>
          <th scope="col">worst, rewritten</th>
          <th scope="col">mean, as written</th>
          <th scope="col">mean, rewritten</th>
        </tr>
      </thead>
      <tbody>
        {all.map((c, i) => (
          <tr key={i}>
            <td>{c.points}</td>
            <td class={typeof c.before === 'number' ? '' : 'bad'}>{ulp(c.before)}</td>
            <td>{ulp(c.after)}</td>
            <td>{ulp(c.meanBefore)}</td>
            <td>{ulp(c.meanAfter)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const FAR = 1000;
const MOST_SLIDERS = 8;

/** Every number of the small inputs with a slider that goes far, and what both programs make of it. */
function Laboratory() {
  const r = s.result.value;
  const out = r && s.byName.value.get(r.output);
  if (!r || !out || r.large || s.granularity.value !== 'tensor' || offline) {
    return null;
  }
  const leaves = s.leaves.value.filter((n) => n.type.dtype.startsWith('f') && n.type.shape.length < 2);
  interface Spot {
    n: GraphNode;
    at: number | undefined;
    value: number;
  }
  const places = leaves.flatMap((n): Spot[] => {
    const v = s.at.value[n.name] ?? n.value;
    return Array.isArray(v)
      ? flat(v as Value).map((x, i) => ({ n, at: i, value: finite(x) }))
      : [{ n, at: undefined, value: finite(v as number) }];
  });
  const set = (n: GraphNode, at: number | undefined, v: number) => {
    const old = (s.at.value[n.name] ?? n.value) as Nested;
    s.setInput(n.name, at === undefined || !Array.isArray(old) ? v : old.map((x, i) => (i === at ? v : x)));
  };
  return (
    <section class="lab" data-testid="lab">
      <h3>Laboratory: drag an input far out</h3>
      {places.slice(0, MOST_SLIDERS).map(({ n, at, value }) => {
        const name = at === undefined ? n.name : `${n.name}[${at}]`;
        return (
          <label key={name} class="row">
            <strong class="lab-name">{name}</strong>
            <input
              type="range"
              class="scrub"
              min={-FAR}
              max={FAR}
              step="1"
              value={value}
              aria-label={`${name}, far`}
              onInput={(e) => set(n, at, e.currentTarget.valueAsNumber)}
            />
            <span class="count">{brief(value)}</span>
          </label>
        );
      })}
      {places.length > MOST_SLIDERS && <p class="note">and {places.length - MOST_SLIDERS} more numbers, on the left</p>}
      <table class="edges">
        <thead>
          <tr>
            <th scope="col">result</th>
            <th scope="col">as written</th>
            <th scope="col">rewritten</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">{r.output.replace('%', 'v')}</th>
            <Cell of={out.value} shape={out.type.shape} />
            <Cell of={r.value} shape={out.type.shape} />
          </tr>
          {Object.entries(r.gradients ?? {})
            .slice(0, 8)
            .map(([name, v]) => (
              <tr key={name}>
                <th scope="row">derivative, {name}</th>
                <Cell of={s.byName.value.get(name)?.cotangent} shape={s.byName.value.get(name)?.type.shape} />
                <Cell of={v} shape={s.byName.value.get(name)?.type.shape} />
              </tr>
            ))}
        </tbody>
      </table>
    </section>
  );
}

function Passes({ c }: { c: Compiled }) {
  const at = useSignal(0);
  const p: CompilerPass = c.passes[Math.min(at.value, c.passes.length - 1)];
  return (
    <>
      <ol class="passes">
        {c.passes.map((x, i) => (
          <li key={i}>
            <button
              type="button"
              aria-pressed={i === at.value}
              onClick={() => {
                at.value = i;
              }}
            >
              {i + 1}. {x.name} <span class="note-in">{x.equations} operations</span>
            </button>
          </li>
        ))}
      </ol>
      <p>
        {p.why[0].toUpperCase() + p.why.slice(1)}. {p.rewrites.length > 0 && `${p.rewrites.length} rewrites.`}
      </p>
      <Listing text={p.text} />
    </>
  );
}

/** A program's text; its lines and the nodes that they came from light each other up. */
function Listing({ text }: { text: string }) {
  const places = new Map<string, string>();
  for (const n of s.nodes.value) {
    places.set(`${n.line}:${n.column}`, n.name);
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so it must be reachable
    <pre class="code" data-testid="pass" tabIndex={0}>
      {text.split('\n').map((line, i) => {
        const at = /@\S*?:(\d+)(?::(\d+))?/.exec(line);
        const node = at ? places.get(`${at[1]}:${at[2] ?? 0}`) : undefined;
        return <CodeLine key={i} text={line} node={node} />;
      })}
    </pre>
  );
}

function Steps({ c }: { c: Compiled }) {
  const most = Math.max(1, ...c.steps.map((x) => x.bytes));
  const all = c.times?.reduce((a, b) => a + b, 0) ?? 0;
  return (
    <>
      <p>
        {c.passes[c.passes.length - 1].equations} operations run in {c.steps.length} steps
        {c.gradient ? ', gradients included' : ''}: {bytes(c.steps.reduce((a, x) => a + x.bytes, 0))} moved,{' '}
        {many(c.operations)} arithmetic operations{all > 0 && `, ${brief(+(all / 1000).toPrecision(4))} µs`}.
      </p>
      {!offline && (
        <button type="button" disabled={working.value} onClick={() => void loadCompiled(30)}>
          Measure how long each takes
        </button>
      )}
      <ol class="steps" start={0} data-testid="steps">
        {c.steps.slice(0, 400).map((x, i) => (
          <StepView key={i} x={x} share={x.bytes / most} time={c.times?.[i]} all={all} />
        ))}
      </ol>
      {c.steps.length > 400 && <p class="note">and {c.steps.length - 400} more</p>}
    </>
  );
}

function StepView({ x, share, time, all }: { x: CompiledStep; share: number; time: number | undefined; all: number }) {
  const lit = x.nodes.length > 0 && x.nodes.every((n) => s.lit.value.has(n));
  return (
    <li>
      <button
        type="button"
        class="step"
        aria-pressed={lit}
        onClick={() => {
          s.lit.value = new Set(lit ? [] : x.nodes);
        }}
      >
        <span class={`badge ${x.fused ? 'computation' : 'group'}`}>{x.fused ? 'fused loop' : 'one operation'}</span>{' '}
        {x.backward && <span class="badge wrong">way back</span>} <code>{x.text}</code>
        <span class="note-in">
          {' '}
          {x.nodes.map((n) => n.replace('%', 'v')).join(', ')} | {bytes(x.bytes)}, {many(x.operations)} operations
          {time !== undefined &&
            `, ${brief(+(time / 1000).toPrecision(3))} µs (${Math.round((100 * time) / Math.max(1, all))} %)`}
        </span>
        <svg viewBox="0 0 100 4" class="bar" preserveAspectRatio="none" aria-hidden="true">
          <rect class="plus" width={100 * (time === undefined ? share : time / Math.max(1, all))} height="4" />
        </svg>
      </button>
    </li>
  );
}
