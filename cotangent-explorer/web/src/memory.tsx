import { useSignal } from '@preact/signals';
import { bytes } from './compiled';
import { shown } from './marks';
import { NodeLink } from './panels';
import * as s from './state';
import type { Compiled, HeldValue } from './types';

const WIDTH = 540;
const MOST_DRAWN = 600;

interface Bar {
  v: HeldValue;
  from: number;
  to: number;
  top: number;
  height: number;
}

/** Values that lie in the planned block at their offsets; above them the others, each where there is room. */
function bars(c: Compiled): { all: Bar[]; high: number; block: number } {
  const inside = c.values.filter((v) => v.from >= 0).slice(0, MOST_DRAWN);
  const block = c.planBytes;
  const rest: Bar[] = [];
  const all: Bar[] = [];
  for (const v of inside) {
    const bar = { v, from: v.from, to: Math.min(v.to, c.steps.length - 1), top: v.offset, height: v.bytes };
    if (v.offset >= 0) {
      all.push(bar);
    } else {
      bar.top = block;
      const meets = rest.filter((o) => o.from <= bar.to && bar.from <= o.to).sort((a, b) => a.top - b.top);
      for (const o of meets) {
        if (o.top - bar.top < bar.height) {
          bar.top = Math.max(bar.top, o.top + o.height);
        }
      }
      rest.push(bar);
      all.push(bar);
    }
  }
  return { all, block, high: Math.max(1, ...all.map((b) => b.top + b.height)) };
}

function name(v: HeldValue): string {
  return v.nodes.length > 0 ? v.nodes.map(shown).join(', ') : v.type;
}

/** How long each value is kept, how much is kept at each step, and what is kept for the way back. */
export function MemoryView({ c }: { c: Compiled }) {
  const chosen = useSignal<HeldValue | undefined>(undefined);
  const steps = Math.max(1, c.steps.length);
  const { all, high, block } = bars(c);
  const tall = 190;
  const x = (step: number) => (step / steps) * WIDTH;
  const y = (b: number) => tall - (b / high) * tall;
  const v = chosen.value;
  return (
    <div data-testid="memory">
      <p>
        At most <strong>{bytes(c.peak)}</strong> are kept at once (inputs not counted);{' '}
        {c.planBytes > 0 ? (
          <>
            one block of <strong>{bytes(c.planBytes)}</strong> is shared by what is not alive together.
          </>
        ) : (
          'small values share arrays of their size.'
        )}
        {c.gradient && (
          <>
            {' '}
            <strong>{bytes(c.residualBytes)}</strong> are kept only so that the way back can use them.
          </>
        )}
      </p>
      <svg
        viewBox={`0 0 ${WIDTH} ${tall}`}
        class="lifetimes"
        role="img"
        aria-label="Values over the steps of the program"
      >
        <title>
          Values over the steps of the program: time runs to the right, each box is as high as its value is large
        </title>
        {block > 0 && <rect class="block" x="0" y={y(block)} width={WIDTH} height={tall - y(block)} />}
        {all.map((b, i) => (
          <rect
            key={i}
            class={`life ${b.v.neededBy.length > 0 ? 'residual' : b.v.to >= steps ? 'result' : ''} ${b.v === v ? 'chosen' : ''}`}
            x={x(b.from) + 0.5}
            y={y(b.top + b.height)}
            width={Math.max(1.5, x(b.to + 1) - x(b.from) - 1)}
            height={Math.max(1.5, (b.height / high) * tall - 0.8)}
            onPointerEnter={() => {
              chosen.value = b.v;
              s.lit.value = new Set(b.v.nodes);
            }}
          >
            <title>{`${name(b.v)}: ${b.v.type}, ${bytes(b.v.bytes)}, steps ${b.v.from} to ${b.v.to}`}</title>
          </rect>
        ))}
      </svg>
      <p class="keys">
        <span class="swatch life" /> passes on <span class="swatch life residual" /> kept for the way back{' '}
        <span class="swatch life result" /> result
      </p>
      <p class="note" aria-live="off">
        {v
          ? `${name(v)}: ${v.type}, ${bytes(v.bytes)}, from step ${v.from} to ${v.to}${v.offset >= 0 ? `, at ${v.offset} in the block` : v.array >= 0 ? `, in shared array ${v.array}` : ', in memory of its own'}`
          : 'Point at a box: it says what it is, and the graph shows it.'}
      </p>
      <h3>Kept at each step</h3>
      <Live c={c} />
      {c.gradient && <Residuals c={c} />}
    </div>
  );
}

function Live({ c }: { c: Compiled }) {
  const most = Math.max(1, c.peak);
  const width = WIDTH / Math.max(1, c.steps.length);
  const at = c.steps.findIndex((x) => x.live === c.peak);
  return (
    <>
      <svg
        viewBox={`0 0 ${WIDTH} 70`}
        class="lifetimes"
        role="img"
        aria-label={`Bytes kept at each of ${c.steps.length} steps`}
      >
        <title>Bytes kept at each step</title>
        {c.steps.map((x, i) => (
          <rect
            key={i}
            class={`life ${x.backward ? 'residual' : ''}`}
            x={i * width + 0.3}
            width={Math.max(0.6, width - 0.6)}
            y={70 - (66 * x.live) / most}
            height={(66 * x.live) / most}
          >
            <title>{`step ${i}: ${bytes(x.live)}`}</title>
          </rect>
        ))}
      </svg>
      <p class="note">
        The most at step {at}: {bytes(c.peak)}. Orange steps belong to the way back.
      </p>
    </>
  );
}

function Residuals({ c }: { c: Compiled }) {
  const kept = c.values.filter((v) => v.neededBy.length > 0).sort((a, b) => b.bytes - a.bytes);
  return (
    <>
      <h3>Kept for the way back</h3>
      {kept.length === 0 && <p class="note">Nothing: the derivatives need no value of the way there.</p>}
      {kept.length > 0 && (
        <table class="edges" data-testid="residuals">
          <thead>
            <tr>
              <th scope="col">value</th>
              <th scope="col">costs</th>
              <th scope="col">because of</th>
            </tr>
          </thead>
          <tbody>
            {kept.slice(0, 60).map((v, i) => (
              <tr key={i}>
                <td>
                  {v.nodes.slice(0, 2).map((n) => (
                    <NodeLink key={n} name={n} />
                  ))}{' '}
                  {v.type}
                </td>
                <td>{v.from < 0 ? 'an input: nothing' : `${bytes(v.bytes)}, ${v.to - v.from} steps`}</td>
                <td>
                  {v.neededBy.slice(0, 4).map((n) => (
                    <NodeLink key={n} name={n} />
                  ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {kept.length > 60 && <p class="note">and {kept.length - 60} more</p>}
    </>
  );
}
