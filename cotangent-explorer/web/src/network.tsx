import { signal } from '@preact/signals';
import { network, trouble } from './compiled';
import { reveal } from './graph';
import { brief } from './numbers';
import * as s from './state';
import type { Neuron, Num } from './types';

const MOST = 16;
const COLUMN = 108;
const ROW = 46;

interface Spot {
  x: number;
  y: number;
  name: string;
  value: Num;
  neuron?: Neuron;
}

/** The neuron that was clicked last. */
const clicked = signal<string | undefined>(undefined);

function light(n: Neuron): void {
  clicked.value = n.name;
  const names = s.granularity.value === 'scalar' ? n.scalars : n.tensors;
  s.lit.value = new Set(names);
  reveal(names[names.length - 1]);
  s.panel.value = 'network';
}

function spots(): { columns: Spot[][]; cut: boolean } {
  const n = network.value;
  const columns: { name: string; value: Num; neuron?: Neuron }[][] = [
    n?.inputs ?? [],
    ...(n?.layers ?? []).map((l) => l.map((x) => ({ name: x.name, value: x.value, neuron: x }))),
  ];
  const high = Math.max(1, ...columns.map((c) => Math.min(MOST, c.length)));
  return {
    cut: columns.some((c) => c.length > MOST),
    columns: columns.map((c, i) =>
      c.slice(0, MOST).map((x, j) => ({
        ...x,
        x: 44 + i * COLUMN,
        y: 26 + (j + (high - Math.min(MOST, c.length)) / 2) * ROW,
      })),
    ),
  };
}

/** The program as a diagram of neurons, beside the graph of which it is another picture. */
export function NetworkPanel() {
  const n = network.value;
  if (!n || n.layers.length === 0) {
    return (
      <p class="note" data-testid="network">
        {trouble.value ||
          (n
            ? 'No neurons are found: a neuron is a sum of parameters times values, such as w*x + b or W@x + b. Mark the weights as parameters on the left.'
            : 'Looking for neurons…')}
      </p>
    );
  }
  const { columns, cut } = spots();
  const width = 88 + (columns.length - 1) * COLUMN;
  const height = 52 + (Math.max(...columns.map((c) => c.length)) - 1) * ROW;
  const all = columns.flat();
  const at = new Map<string, Spot>();
  for (const p of all) {
    for (const name of p.neuron ? [...p.neuron.scalars, p.name] : [p.name]) {
      at.set(name, p);
    }
  }
  const wires = all.flatMap((p) =>
    (p.neuron?.inputs ?? []).flatMap((i) => {
      const from = at.get(i.from);
      return from ? [{ ...i, from, to: p }] : [];
    }),
  );
  const most = Math.max(1e-9, ...wires.map((w) => Math.abs(Number(w.value)) || 0));
  const chosen = all.find((p) => p.neuron && p.name === clicked.value && isLit(p.neuron))?.neuron;
  return (
    <div data-testid="network">
      <h2>The same program as a network</h2>
      <svg viewBox={`0 0 ${width} ${height}`} class="network" role="group" aria-label="Network of neurons">
        <title>Network of neurons</title>
        {wires.map((w, i) => (
          <line
            key={i}
            class={Number(w.value) < 0 ? 'minus-wire' : 'plus-wire'}
            x1={w.from.x + 17}
            y1={w.from.y}
            x2={w.to.x - 17}
            y2={w.to.y}
            stroke-width={0.7 + (3.5 * Math.abs(Number(w.value))) / most}
          >
            <title>{`${w.weight} = ${brief(w.value)}`}</title>
          </line>
        ))}
        {all.map((p) => (p.neuron ? <NeuronView key={p.name} p={p} n={p.neuron} /> : <InputView key={p.name} p={p} />))}
      </svg>
      <p class="note">
        A line is a weight: thicker is larger, dashed is negative. Click a neuron: its part of the graph lights up.
        {s.granularity.value === 'tensor' && n.layers.some((l) => l.length > 1) && (
          <>
            {' '}
            Now one node of the graph is a whole layer; choose <em>a number</em> under “One node is” to see each neuron
            by itself.
          </>
        )}
        {cut && ` Of long layers the first ${MOST} neurons are drawn.`}
      </p>
      {chosen && <Chosen n={chosen} />}
    </div>
  );
}

function short(v: number): string {
  const text = Math.abs(v) >= 1000 ? v.toExponential(0).replace('e+', 'e') : String(+v.toPrecision(2));
  return text.replace('-', '−');
}

function isLit(n: Neuron): boolean {
  const names = s.granularity.value === 'scalar' ? n.scalars : n.tensors;
  return s.lit.value.size > 0 && names.length === s.lit.value.size && names.every((x) => s.lit.value.has(x));
}

function InputView({ p }: { p: Spot }) {
  return (
    <g class="neuron" transform={`translate(${p.x} ${p.y})`}>
      <circle class="body input" r="16" />
      <text y="5">{p.name.length > 8 ? `${p.name.slice(0, 7)}…` : p.name}</text>
      <title>{`${p.name} = ${brief(p.value)}`}</title>
    </g>
  );
}

function NeuronView({ p, n }: { p: Spot; n: Neuron }) {
  return (
    <g
      class={`neuron ${isLit(n) ? 'lit' : ''}`}
      role="button"
      tabindex={0}
      aria-pressed={isLit(n)}
      aria-label={`${brief(n.value)} neuron ${n.name}, ${n.inputs.length} weights`}
      transform={`translate(${p.x} ${p.y})`}
      onClick={() => light(n)}
      onKeyDown={(e) => {
        if (e.key === 'Enter' || e.key === ' ') {
          e.preventDefault();
          light(n);
        }
      }}
    >
      <circle class="body computation" r="17" />
      <text y="4">{typeof n.value === 'number' ? short(n.value) : brief(n.value)}</text>
    </g>
  );
}

function Chosen({ n }: { n: Neuron }) {
  return (
    <>
      <h3>
        {n.name} = {brief(n.value)}
      </h3>
      <table class="edges">
        <thead>
          <tr>
            <th scope="col">comes from</th>
            <th scope="col">weight</th>
            <th scope="col">value</th>
          </tr>
        </thead>
        <tbody>
          {n.inputs.slice(0, 24).map((i, k) => (
            <tr key={k}>
              <td>{i.from}</td>
              <td>{i.weight}</td>
              <td>{brief(i.value)}</td>
            </tr>
          ))}
          {n.bias !== undefined && (
            <tr>
              <td>(bias)</td>
              <td />
              <td>{brief(n.bias)}</td>
            </tr>
          )}
        </tbody>
      </table>
      {n.examples > 1 && <p class="note">The same weights work on {n.examples} examples; the first is shown.</p>}
    </>
  );
}
