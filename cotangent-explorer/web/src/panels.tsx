import { useSignal, useSignalEffect } from '@preact/signals';
import { ApiError, api } from './api';
import { CodeLine } from './codeline';
import { bytes, compiled, many } from './compiled';
import { reveal } from './graph';
import { PinBox } from './learn';
import { shown } from './marks';
import { FormulaView } from './maths';
import { brief, label } from './numbers';
import { asking } from './predict';
import { offline } from './recorded';
import * as s from './state';
import { TensorView } from './tensor';
import type { GraphNode } from './types';

export function NodeLink({ name }: { name: string }) {
  return (
    <button
      type="button"
      class="link"
      onClick={() => reveal(name)}
      onPointerEnter={() => {
        s.hovered.value = name;
      }}
      onPointerLeave={() => {
        s.hovered.value = undefined;
      }}
    >
      {shown(name)}
    </button>
  );
}

/** Formulas of a node of a large graph, which come only when asked for. */
function useDetail(): GraphNode | undefined {
  const detail = useSignal<GraphNode | undefined>(undefined);
  useSignalEffect(() => {
    const name = s.selected.value;
    const r = s.result.value;
    const n = r?.nodes.find((x) => x.name === name);
    const complete = n?.formula || (n?.kind !== 'computation' && n?.value !== undefined) || r?.granularity === 'fused';
    const old = r?.granularity !== s.granularity.value || (r?.open ?? []).join() !== s.loops.value.join();
    if (!n || complete || old || r?.withheld) {
      detail.value = n;
      return;
    }
    detail.value = n;
    api.node(s.ask(), n.name).then(
      (d) => {
        if (s.selected.peek() === d.name && s.result.peek() === r) {
          detail.value = d;
        }
      },
      () => {},
    );
  });
  return detail.value;
}

export function NodePanel() {
  const n = useDetail();
  if (!n) {
    return <Welcome />;
  }
  const r = s.result.value;
  const line = n.line > 0 ? s.program.value?.split('\n')[n.line - 1] : undefined;
  const users = s.uses.value.get(n.name) ?? [];
  const backward = s.mode.value !== 'forward' && r?.backward;
  return (
    <div class="node-panel" data-testid="node-panel">
      <h2>
        {shown(n.name)} <span class={`badge ${n.kind}`}>{n.kind}</span>
      </h2>
      <p class="note">
        {n.kind === 'computation' ? `${n.op.replaceAll('_', ' ')}, ` : ''}
        <code>{n.type.text}</code>
        {n.line > 0 && `, line ${n.line}`}
      </p>
      {line !== undefined && <Source text={line} column={n.column} />}
      <FormulaView of={n.formula} />
      {n.step && <FusedStep n={n} />}
      {n.inside && <Inside n={n} />}
      <h3>Value</h3>
      {n.value === undefined ? (
        <p class="note">Running the program to see it…</p>
      ) : (
        <TensorView of={n.value} shape={n.type.shape} />
      )}
      {n.cotangent !== undefined && r && (
        <>
          <h3>
            Derivative of {shown(r.output)} with respect to {shown(n.name)}
          </h3>
          {backward || s.mode.value === 'forward' ? <TensorView of={n.cotangent} shape={n.type.shape} /> : null}
          <FormulaView of={n.chain} />
          {n.why && (
            <p class="why" data-testid="why">
              {n.why}
            </p>
          )}
        </>
      )}
      {n.tangent !== undefined && (
        <>
          <h3>Tangent</h3>
          <TensorView of={n.tangent} shape={n.type.shape} />
        </>
      )}
      {n.edges.length > 0 && n.edges[0].contribution !== undefined && <Locals n={n} />}
      <FromCompiler n={n} />
      <PinBox about={shown(n.name)} />
      {users.length > 0 && (
        <p class="note">
          Used by{' '}
          {users.map((u, i) => (
            <span key={`${u.node.name}${u.edge}`}>
              {i > 0 && ', '}
              <NodeLink name={u.node.name} />
            </span>
          ))}
        </p>
      )}
    </div>
  );
}

/** In the fused view: what the step does, and the nodes of the program that became it. */
function FusedStep({ n }: { n: GraphNode }) {
  return (
    <p data-testid="fused">
      <code>{n.step?.text}</code>: {bytes(n.step?.bytes ?? 0)} moved, {many(n.step?.operations ?? 0)} operations. It is
      what became of {(n.members ?? []).map(shown).join(', ') || 'constants'}.
    </p>
  );
}

/** What can be opened: a loop, a choice, a call. */
function Inside({ n }: { n: GraphNode }) {
  return (
    <p>
      A {n.inside}.{' '}
      <button type="button" class="primary" disabled={offline || asking.value} onClick={() => s.toggleLoop(n.name)}>
        Open it
      </button>
    </p>
  );
}

/** What the compiler did with the node: the steps that it is in, and what is kept because of it. */
function FromCompiler({ n }: { n: GraphNode }) {
  const c = compiled.value;
  if (!c || s.granularity.value !== 'tensor') {
    return null;
  }
  const steps = c.steps.map((x, i) => ({ x, i })).filter(({ x }) => x.nodes.includes(n.name));
  const because = c.values.filter((v) => v.neededBy.includes(n.name));
  const own = c.values.filter((v) => v.neededBy.length > 0 && v.nodes.includes(n.name));
  const rewritten = c.passes.flatMap((p) => p.rewrites).filter((r) => r.node === n.name && r.group === 'stabilize');
  if (n.kind === 'computation' && steps.length === 0 && rewritten.length === 0) {
    return <p class="note">Compiled, nothing is left of it: another operation took it over.</p>;
  }
  return (
    <div data-testid="from-compiler">
      {(steps.length > 0 || because.length > 0) && <h3>What the compiler makes of it</h3>}
      {rewritten.map((r, i) => (
        <p key={i}>
          Rewritten by <strong>{r.rule}</strong>: {r.why}.
        </p>
      ))}
      <ul>
        {steps.map(({ x, i }) => (
          <li key={i}>
            step {i}
            {x.backward && ' on the way back'}: <code>{x.text}</code>
            {x.nodes.length > 1 &&
              `, with ${x.nodes
                .filter((m) => m !== n.name)
                .map(shown)
                .join(', ')}`}
          </li>
        ))}
      </ul>
      {because.length > 0 && (
        <p>
          Because of it {because.length === 1 ? 'one value is' : `${because.length} values are`} kept for the way back:{' '}
          {because
            .map(
              (v) =>
                `${v.nodes.map(shown).join(', ') || 'an input'} ${v.type}${v.from < 0 ? '' : ` (${bytes(v.bytes)})`}`,
            )
            .join('; ')}
          .
        </p>
      )}
      {own.length > 0 && (
        <p>
          This value is kept for the way back: the derivatives of{' '}
          {[...new Set(own.flatMap((v) => v.neededBy))].map(shown).join(', ')} need it.
        </p>
      )}
    </div>
  );
}

function Source({ text, column }: { text: string; column: number }) {
  const at = Math.max(0, column - 1);
  const word = /^[A-Za-z0-9_.]+|^./.exec(text.slice(at))?.[0] ?? '';
  return (
    <pre class="source">
      {text.slice(0, at)}
      <mark>{word}</mark>
      {text.slice(at + word.length)}
    </pre>
  );
}

function Locals({ n }: { n: GraphNode }) {
  return (
    <>
      <h3>What it sends back to its operands</h3>
      <table class="edges">
        <thead>
          <tr>
            <th scope="col">to</th>
            <th scope="col">arrives</th>
            <th scope="col">× local</th>
            <th scope="col">= sent</th>
          </tr>
        </thead>
        <tbody>
          {n.edges.map((e, i) => (
            <tr key={i}>
              <td>
                <NodeLink name={e.operand} />
              </td>
              <td>{label(n.cotangent, n.type.shape)}</td>
              <td>{e.local === undefined ? '(tensor)' : brief(e.local)}</td>
              <td>{label(e.contribution, s.byName.value.get(e.operand)?.type.shape)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {n.edges.map((e, i) => (
        <FormulaView key={i} of={e.formula} />
      ))}
    </>
  );
}

function Welcome() {
  const r = s.result.value;
  if (!r) {
    return <p class="note">Nothing is drawn yet.</p>;
  }
  const reused = s.computations.value.find((n) => (s.uses.value.get(n.name)?.length ?? 0) > 1);
  if (r.large) {
    return (
      <div class="welcome">
        <h2>{s.nodes.value.length} nodes</h2>
        <p>
          Too many numbers to show at once: click a node, and the engine runs what is needed for it. Click a group to
          open it; the search finds nodes by name, operation, shape or line.
        </p>
        <p class="note">
          {r.cost.operations} operations on {r.cost.inputs} numbers; the output is <NodeLink name={r.output} />.
        </p>
      </div>
    );
  }
  return (
    <div class="welcome">
      <h2>
        {shown(r.output)} = {label(r.value, s.byName.value.get(r.output)?.type.shape)}
      </h2>
      {r.gradients && (
        <table class="edges" data-testid="gradients">
          <thead>
            <tr>
              <th scope="col">input</th>
              <th scope="col">derivative of {shown(r.output)}</th>
            </tr>
          </thead>
          <tbody>
            {Object.entries(r.gradients).map(([name, v]) => (
              <tr key={name}>
                <td>
                  <NodeLink name={name} />
                </td>
                <td>{label(v, s.byName.value.get(name)?.type.shape)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Rewrites />
      <p>
        Click a node or an input above: this place then says its formula, its value, and <em>why</em> its derivative is
        what it is.
      </p>
      {s.mode.value === 'forward' && r.backward && (
        <p>
          <button type="button" class="primary" onClick={() => s.setMode('backward')}>
            Show where the derivatives come from
          </button>
        </p>
      )}
      {reused && (
        <p class="note">
          <NodeLink name={reused.name} /> is used {s.uses.value.get(reused.name)?.length} times: watch what happens
          there when the gradients flow back.
        </p>
      )}
    </div>
  );
}

function Rewrites() {
  const all = s.result.value?.rewrites ?? [];
  return all.length === 0 ? null : (
    <div class="rewrites">
      <h3>Rewritten before it ran</h3>
      <ul>
        {all.map((w, i) => (
          <li key={i}>
            <strong>{w.rule}</strong>
            {w.line > 0 && ` (line ${w.line})`}: {w.why}
          </li>
        ))}
      </ul>
      <p class="note">The nodes show the program as written; the value and the derivatives above are what ran.</p>
    </div>
  );
}

/** All formulas, one line a node; the one at which the walk stands is marked. */
export function FormulasPanel() {
  const all = s.computations.value.filter((n) => n.formula);
  return (
    <div>
      <h2>Forward</h2>
      <ol class="formulas">
        {all.map((n) => (
          <FormulaRow key={n.name} n={n}>
            <FormulaView of={n.formula} numbers={s.known.value.has(n.name)} />
          </FormulaRow>
        ))}
      </ol>
      {s.result.value?.backward && (
        <>
          <h2>Backward</h2>
          <ol class="formulas">
            {[...s.nodes.value]
              .reverse()
              .filter((n) => n.chain)
              .map((n) => (
                <FormulaRow key={n.name} n={n}>
                  <FormulaView of={n.chain} />
                </FormulaRow>
              ))}
          </ol>
        </>
      )}
      {all.length === 0 && <p class="note">The graph is large: click a node to see its formula.</p>}
    </div>
  );
}

function FormulaRow({ n, children }: { n: GraphNode; children: preact.ComponentChildren }) {
  const lit = s.selected.value === n.name || s.hovered.value === n.name || s.current.value === n.name;
  return (
    <li class={lit ? 'lit' : ''}>
      <button
        type="button"
        class="formula-button"
        aria-label={`Formula of ${shown(n.name)}`}
        onClick={() => {
          s.selected.value = n.name;
        }}
        onPointerEnter={() => {
          s.hovered.value = n.name;
        }}
        onPointerLeave={() => {
          s.hovered.value = undefined;
        }}
      >
        {children}
      </button>
    </li>
  );
}

export function CodePanel() {
  const language = useSignal<'java' | 'numpy'>('java');
  const listing = useSignal<{ text: string; names: Record<string, string> } | undefined>(undefined);
  const failed = useSignal('');
  useSignalEffect(() => {
    if (!s.result.value || s.result.value.withheld) {
      return;
    }
    const [r, l] = [s.result.value, language.value];
    const late = () => s.result.peek() !== r || language.peek() !== l;
    api.code(s.ask(), l).then(
      (code) => {
        if (!late()) {
          listing.value = code;
          failed.value = '';
        }
      },
      (e) => {
        if (!late()) {
          listing.value = undefined;
          failed.value = e instanceof ApiError ? e.problem.message : String(e);
        }
      },
    );
  });
  const nodeOf = new Map(Object.entries(listing.value?.names ?? {}).map(([node, word]) => [word, node]));
  return (
    <div>
      <div class="row">
        {(['java', 'numpy'] as const).map((l) => (
          <button
            key={l}
            type="button"
            aria-pressed={language.value === l}
            onClick={() => {
              language.value = l;
            }}
          >
            {l === 'java' ? 'Java' : 'NumPy'}
          </button>
        ))}
        <button type="button" onClick={() => navigator.clipboard?.writeText(listing.value?.text ?? '')}>
          Copy
        </button>
      </div>
      {failed.value && <p class="problem">{failed.value}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so it must be reachable */}
      <pre class="code" data-testid="code" tabIndex={0}>
        {listing.value?.text.split('\n').map((line, i) => {
          const word = /^\s*(?:double |boolean )?(?:bar_)?(\w+) \+?= /.exec(line)?.[1];
          const node = word === undefined ? undefined : nodeOf.get(word);
          return <CodeLine key={i} text={line} node={node} />;
        })}
      </pre>
      <p class="note">It runs as it stands: one line for each operation, one “bar_… +=” for each use.</p>
    </div>
  );
}

export function PathsPanel() {
  const r = s.result.value;
  if (!r?.paths || !r.pathCount) {
    return (
      <p class="note">
        {r?.withheld
          ? 'Hidden while a prediction is open.'
          : 'Paths are listed for graphs of single numbers; take tensors apart on the left.'}
      </p>
    );
  }
  return (
    <div>
      <p class="note">
        A derivative is the sum over all paths from the input to {shown(r.output)} of the product of the local
        derivatives along the path.
      </p>
      {Object.entries(r.paths).map(([input, paths]) => (
        <PathsOf key={input} input={input} paths={paths} />
      ))}
    </div>
  );
}

function PathsOf({ input, paths }: { input: string; paths: import('./types').GraphPath[] }) {
  const r = s.result.value;
  const count = r?.pathCount?.[input] ?? '0';
  const most = Math.max(1e-300, ...paths.map((p) => Math.abs(Number(p.product)) || 0));
  const cancel = r?.cancellation?.[input];
  const cancels = cancel && Math.abs(Number(cancel.sum)) < 0.5 * Number(cancel.absolute);
  return (
    <section>
      <h3>
        <NodeLink name={input} />: {count} {count === '1' ? 'path' : 'paths'}
        {paths.length < Number(count) && `, the ${paths.length} largest`}
      </h3>
      <ol class="paths">
        {paths.map((p, i) => (
          <li key={i}>
            <button
              type="button"
              class="path"
              aria-pressed={s.shownPath.value?.join() === p.nodes.join()}
              onClick={() => {
                s.shownPath.value = s.shownPath.value?.join() === p.nodes.join() ? undefined : p.nodes;
              }}
            >
              <span class="chain">{p.nodes.map(shown).join(' → ')}</span>
              <span class="product">
                {p.locals.map((l) => (typeof l === 'number' && l < 0 ? `(${brief(l)})` : brief(l))).join(' × ')} ={' '}
                <strong>{brief(p.product)}</strong>
              </span>
              <svg viewBox="0 0 100 4" class="bar" preserveAspectRatio="none" aria-hidden="true">
                <rect
                  class={Number(p.product) < 0 ? 'minus' : 'plus'}
                  width={(100 * Math.abs(Number(p.product))) / most}
                  height="4"
                />
              </svg>
            </button>
          </li>
        ))}
      </ol>
      {paths.length > 0 && (
        <p class="note">
          Sum of these: {cancel && brief(cancel.sum)}
          {r?.gradients && `; the whole derivative: ${label(r.gradients[input])}`}
          {cancels && `. The paths cancel: without signs they would add up to ${brief(cancel.absolute)}.`}
        </p>
      )}
      {count === '0' && <p class="note">No path leads to the output: the derivative is 0.</p>}
    </section>
  );
}

export function CostPanel() {
  const r = s.result.value;
  if (!r) {
    return null;
  }
  const c = r.cost;
  return (
    <div>
      <h2>What all derivatives cost</h2>
      <table class="edges">
        <thead>
          <tr>
            <th scope="col">way</th>
            <th scope="col">passes</th>
            <th scope="col">because</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <td>forward mode</td>
            <td>{c.forwardPasses}</td>
            <td>one pass for each number that goes in</td>
          </tr>
          <tr>
            <td>reverse mode</td>
            <td>{c.reversePasses}</td>
            <td>one pass for each number that comes out</td>
          </tr>
        </tbody>
      </table>
      <p>
        This graph has {c.inputs} {c.inputs === 1 ? 'number' : 'numbers'} going in and {c.outputs} coming out:{' '}
        {c.forwardPasses === c.reversePasses
          ? 'both ways need as many passes.'
          : c.reversePasses < c.forwardPasses
            ? 'reverse mode needs fewer passes.'
            : 'forward mode needs fewer passes.'}{' '}
        One pass visits each of the {c.operations} operations once and each of the {c.edges} edges once, whatever the
        number of paths.
      </p>
      {s.mode.value === 'tangent' && <PairingView />}
    </div>
  );
}

export function PairingView() {
  const p = s.result.value?.pairing;
  if (!p) {
    return null;
  }
  return (
    <div class="pairing" data-testid="pairing">
      <h3>The two directions meet</h3>
      <p>
        Forward, the direction v moves the output by Jv = <strong>{brief(p.left)}</strong>. Backward, the gradients give{' '}
        {p.terms.map((t, i) => (
          <span key={t.input}>
            {i > 0 && ' + '}
            {typeof t.gradient === 'number' && typeof t.direction === 'number'
              ? `${brief(t.gradient)} × ${brief(t.direction)}`
              : `${t.input}: ${brief(t.product)}`}
          </span>
        ))}{' '}
        = <strong>{brief(p.right)}</strong>. ⟨w, Jv⟩ = ⟨Jᵀw, v⟩ for w = 1.
      </p>
    </div>
  );
}
