import { signal } from '@preact/signals';
import { useState } from 'preact/hooks';
import { flat } from './numbers';
import { asking } from './predict';
import { offline, ticks } from './recorded';
import * as s from './state';
import type { Granularity, GraphNode, Nested } from './types';

const ranges = new Map<string, [number, number]>();
const draft = signal<string | undefined>(undefined);

/** The range of a slider, which stays where it is while the slider moves. */
function range(name: string, value: number): [number, number] {
  const known = ranges.get(name);
  if (known && value >= known[0] && value <= known[1]) {
    return known;
  }
  const reach = Math.max(5, Math.abs(value) * 2);
  const out: [number, number] = [-reach, reach];
  ranges.set(name, out);
  return out;
}

export function ProgramBox() {
  const text = draft.value ?? s.program.value ?? '';
  if (s.program.value === undefined && s.result.value) {
    return (
      <section class="card">
        <h2>Graph</h2>
        <p>{s.result.value.source.graph}</p>
        <Levels />
      </section>
    );
  }
  const run = () => {
    if (draft.value !== undefined) {
      s.program.value = draft.value;
      draft.value = undefined;
      s.at.value = {};
      s.direction.value = {};
      s.loops.value = [];
      s.lit.value = new Set();
      s.step.value = undefined;
      s.shownPath.value = undefined;
    }
    void s.evaluate();
  };
  const lines = Math.min(14, Math.max(2, text.split('\n').length + Math.floor(text.length / 34)));
  return (
    <section class="card">
      <h2>
        <label for="program">Program</label>
      </h2>
      <textarea
        id="program"
        spellcheck={false}
        readOnly={offline || asking.value}
        rows={lines}
        value={text}
        onInput={(e) => {
          draft.value = e.currentTarget.value;
        }}
        onKeyDown={(e) => {
          if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) {
            e.preventDefault();
            run();
          }
        }}
      />
      <div class="row">
        <button type="button" class="primary" onClick={run} disabled={offline || asking.value}>
          Draw it
        </button>
        <span class="note">
          {offline
            ? 'A recorded page: sliders stop where the engine was asked.'
            : 'or Ctrl+Enter; “;” or new lines part the steps'}
        </span>
      </div>
      <Levels />
      <ProblemBox />
    </section>
  );
}

const LEVELS: [Granularity, string, string][] = [
  ['tensor', 'a tensor', 'one node for each operation of the program'],
  ['scalar', 'a number', 'tensors taken apart: one node for each operation on single numbers'],
  ['fused', 'a step', 'what really runs: operations that became one loop are one node'],
];

/** What one node of the picture is; the selection goes along. */
function Levels() {
  if (offline || !s.result.value) {
    return null;
  }
  return (
    <>
      <div class="choice row" role="group" aria-label="One node is">
        <span aria-hidden="true">One node is</span>
        {LEVELS.map(([g, name, title]) => (
          <button
            key={g}
            type="button"
            title={title}
            disabled={asking.value || (g === 'scalar' && s.result.value?.large)}
            aria-pressed={s.granularity.value === g}
            onClick={() => {
              s.granularity.value = g;
              s.setMode(g === 'fused' ? 'forward' : s.mode.value);
              void s.evaluate();
            }}
          >
            {name}
          </button>
        ))}
      </div>
      {s.loops.value.length > 0 && (
        <p class="note">
          Opened:{' '}
          {s.loops.value.map((l) => (
            <button
              key={l}
              type="button"
              class="kind"
              title={`close ${l}`}
              disabled={asking.value}
              onClick={() => s.toggleLoop(l)}
            >
              {l.replace('%', 'v')} ×
            </button>
          ))}
        </p>
      )}
    </>
  );
}

export function ProblemBox() {
  const p = s.problem.value;
  if (!p) {
    return null;
  }
  return (
    <div class="problem" role="alert">
      <p>{p.message}</p>
      {p.excerpt && <pre>{p.excerpt}</pre>}
    </div>
  );
}

export function Inputs() {
  const leaves = s.granularity.value === 'tensor' ? s.leaves.value : [];
  if (s.granularity.value !== 'tensor') {
    return (
      <section class="card">
        <h2>Inputs and parameters</h2>
        <p class="note">Choose “a tensor” above to change them.</p>
      </section>
    );
  }
  const open = s.problem.value?.inputs;
  if (open && open.length > 0) {
    return (
      <section class="card">
        <h2>Inputs and parameters</h2>
        <p class="note">The program does not run on these. A tensor is written [[1, 2], [3, 4]].</p>
        {open.map((name) => (
          <div key={name} class="input-row input row">
            <strong>{name}</strong>
            <Editor
              value={s.at.value[name] ?? 1}
              name={name}
              label={`${name}, value`}
              onValue={(v) => s.setInput(name, v)}
            />
          </div>
        ))}
      </section>
    );
  }
  if (leaves.length === 0) {
    return null;
  }
  const guessed = !offline && leaves.some((n) => s.result.value?.defaulted.includes(n.name));
  return (
    <section class="card">
      <h2>Inputs and parameters</h2>
      {guessed && <p class="note">Nobody gave values yet, so these are made up. Change them.</p>}
      {leaves.slice(0, 60).map((n) => (
        <InputRow key={n.name} node={n} />
      ))}
      {leaves.length > 60 && <p class="note">and {leaves.length - 60} more</p>}
    </section>
  );
}

/** A slider; in a page without a server it stops at the recorded points only. */
function Slider({ name, value }: { name: string; value: number }) {
  const stops = ticks(name);
  const [least, most] = range(name, value);
  const common = { 'aria-label': `${name}, slider`, disabled: asking.value };
  return stops ? (
    <input
      type="range"
      {...common}
      min={0}
      max={stops.length - 1}
      step={1}
      value={Math.max(0, stops.indexOf(value))}
      aria-valuetext={String(value)}
      onInput={(e) => s.setInput(name, stops[Number(e.currentTarget.value)])}
    />
  ) : (
    <input
      type="range"
      {...common}
      min={least}
      max={most}
      step="0.05"
      value={value}
      onInput={(e) => s.setInput(name, Number(e.currentTarget.value))}
    />
  );
}

function InputRow({ node }: { node: GraphNode }) {
  const value = s.at.value[node.name] ?? (node.value as Nested | undefined);
  const scalar = node.type.shape.length === 0;
  const moving = s.mode.value === 'tangent' && node.type.dtype.startsWith('f');
  return (
    <div class={`input-row ${node.kind}`}>
      <div class="row">
        <strong>{node.name}</strong>
        {scalar && typeof value === 'number' && <Slider name={node.name} value={value} />}
        {value === undefined ? (
          <code>{node.type.text}</code>
        ) : (
          <Editor
            value={value}
            name={node.name}
            label={`${node.name}, value`}
            onValue={(v) => s.setInput(node.name, v)}
          />
        )}
        {s.program.value !== undefined && !offline && <Kind node={node} />}
      </div>
      {moving && (
        <div class="row direction">
          <span>direction</span>
          <Editor
            value={s.direction.value[node.name] ?? zeros(node.type.shape)}
            name={node.name}
            label={`direction of ${node.name}`}
            onValue={(v) => {
              s.direction.value = { ...s.direction.value, [node.name]: v };
              void s.evaluate();
            }}
          />
        </div>
      )}
    </div>
  );
}

function zeros(shape: number[]): Nested {
  return shape.length === 0 ? 0 : Array.from({ length: shape[0] }, () => zeros(shape.slice(1)));
}

function Kind({ node }: { node: GraphNode }) {
  const is = node.kind === 'parameter';
  return (
    <button
      type="button"
      class="kind"
      aria-pressed={is}
      disabled={asking.value}
      title={is ? 'a parameter, which training changes; make it an input' : 'an input; make it a parameter'}
      onClick={() => {
        const rest = s.params.value.filter((p) => p !== node.name);
        s.params.value = is ? rest : [...rest, node.name];
        void s.evaluate();
      }}
    >
      {is ? 'parameter' : 'input'}
    </button>
  );
}

/** A box for a number, or for a tensor as nested lists. */
function Editor({
  value,
  label,
  onValue,
}: {
  value: Nested;
  name: string;
  label: string;
  onValue: (v: Nested) => void;
}) {
  const [text, setText] = useState<string | undefined>(undefined);
  const shown = text ?? (Array.isArray(value) ? JSON.stringify(value) : String(value));
  const read = (t: string): Nested | undefined => {
    try {
      const v = JSON.parse(t) as Nested;
      return flat(v).every((x) => typeof x === 'number' || typeof x === 'boolean') ? v : undefined;
    } catch {
      return /^-?(NaN|Infinity)$/.test(t) ? (t as Nested) : undefined;
    }
  };
  const wrong = text !== undefined && read(text) === undefined;
  const change = (t: string) => {
    setText(t);
    const v = read(t);
    if (v !== undefined && flat(v).length > 0) {
      onValue(v);
    }
  };
  const common = {
    'aria-label': label,
    'aria-invalid': wrong,
    disabled: asking.value || offline,
    value: shown,
    spellcheck: false,
    onBlur: () => setText(undefined),
  };
  return shown.length > 9 && Array.isArray(value) ? (
    <textarea
      class="tensor-box"
      rows={Math.min(6, 1 + Math.floor(shown.length / 26))}
      {...common}
      onInput={(e) => change(e.currentTarget.value)}
    />
  ) : (
    <input class="number-box" {...common} onInput={(e) => change(e.currentTarget.value)} />
  );
}
