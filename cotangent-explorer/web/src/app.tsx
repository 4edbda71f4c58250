import { findings } from './compiled';
import { CompilerPanel } from './compiler';
import { savePicture } from './export';
import { FindingsPanel } from './findings';
import { GraphView, reveal } from './graph';
import { LOOSE } from './groups';
import { Inputs, ProblemBox, ProgramBox } from './inputs';
import { LearnPanel } from './learn';
import { shown } from './marks';
import { NetworkPanel } from './network';
import { CodePanel, CostPanel, FormulasPanel, NodePanel, PairingView, PathsPanel } from './panels';
import { asking, PredictPanel } from './predict';
import { offline } from './recorded';
import { hits } from './search';
import * as s from './state';
import { Timeline } from './timeline';

const MODES: [s.Mode, string, string][] = [
  ['forward', 'Forward', 'Values flow from the inputs to the output'],
  ['backward', 'Backward', 'Derivatives flow back from the output'],
  ['tangent', 'Tangent', 'One direction is pushed forward'],
];
const PANELS: [s.Panel, string][] = [
  ['node', 'Node'],
  ['formulas', 'Formulas'],
  ['code', 'Code'],
  ['paths', 'Paths'],
  ['cost', 'Cost'],
  ['compiler', 'Compiler'],
  ['findings', 'Findings'],
  ['network', 'Network'],
  ['predict', 'Predict'],
  ['learn', 'Learn'],
];

export function App() {
  return (
    <div class={`app ${s.panel.value === 'compiler' ? 'wide' : ''}`}>
      <header>
        <h1>
          <img src="./icon.svg" alt="" width="26" height="26" /> Cotangent explorer
        </h1>
        <nav class="modes" aria-label="Modes">
          {MODES.map(([m, name, title]) => (
            <button
              key={m}
              type="button"
              title={title}
              aria-pressed={s.mode.value === m}
              disabled={asking.value}
              onClick={() => s.setMode(m)}
            >
              {name}
            </button>
          ))}
        </nav>
      </header>
      <aside class="left" aria-label="Program and inputs">
        <ProgramBox />
        {s.program.value === undefined && <ProblemBox />}
        <Inputs />
        <Legend />
      </aside>
      <main>
        <Toolbar />
        <GraphView />
        {s.view.value === 'tree' && <TreeNote />}
        {s.mode.value === 'tangent' && <PairingView />}
        <Timeline />
      </main>
      <aside class="right" aria-label="Details">
        <div class="tabs" role="tablist" aria-label="Details">
          {PANELS.filter(([p]) => p !== 'learn' || !offline).map(([p, name]) => (
            <button
              key={p}
              type="button"
              role="tab"
              id={`tab-${p}`}
              aria-selected={s.panel.value === p}
              aria-controls="details"
              onClick={() => {
                s.panel.value = p;
                s.shownPath.value = undefined;
              }}
            >
              {name}
              {p === 'findings' && (findings.value?.length ?? 0) > 0 && ` (${findings.value?.length})`}
            </button>
          ))}
        </div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so it must be reachable */}
        <div id="details" role="tabpanel" aria-labelledby={`tab-${s.panel.value}`} class="details" tabIndex={0}>
          <Details />
        </div>
      </aside>
    </div>
  );
}

function Details() {
  switch (s.panel.value) {
    case 'formulas':
      return <FormulasPanel />;
    case 'code':
      return <CodePanel />;
    case 'paths':
      return <PathsPanel />;
    case 'predict':
      return <PredictPanel />;
    case 'learn':
      return <LearnPanel />;
    case 'compiler':
      return <CompilerPanel />;
    case 'findings':
      return <FindingsPanel />;
    case 'network':
      return <NetworkPanel />;
    case 'cost':
      return <CostPanel />;
    default:
      return <NodePanel />;
  }
}

function Toolbar() {
  return (
    <div class="toolbar">
      <Choice
        label="View"
        of={s.view}
        choices={[
          ['graph', 'Graph'],
          ['tree', 'Expression tree'],
        ]}
      />
      <Choice
        label="Operations stand on"
        of={s.notation}
        choices={[
          ['nodes', 'nodes'],
          ['edges', 'edges'],
        ]}
      />
      <label class="pick">
        Groups{' '}
        <select
          value={s.grouping.value}
          onChange={(e) => {
            s.grouping.value = e.currentTarget.value as typeof s.grouping.value;
          }}
        >
          <option value="auto">automatic</option>
          <option value="scope">by layer, function, loop</option>
          <option value="line">by line</option>
          <option value="none">none</option>
        </select>
      </label>
      {s.grouping.value === 'none' && s.computations.value.length > LOOSE && (
        <span class="note" role="status" data-testid="loose">
          {s.computations.value.length} operations are too many side by side (at most {LOOSE}); they stay grouped.
        </span>
      )}
      <label class="pick">
        Show{' '}
        <select
          value={s.filter.value}
          onChange={(e) => {
            s.filter.value = e.currentTarget.value as typeof s.filter.value;
          }}
        >
          <option value="all">everything</option>
          <option value="path">what carries gradient</option>
          <option value="unused">what the output does not use</option>
          <option value="discrete">what has no derivative</option>
        </select>
      </label>
      <Search />
      <label class="pick">
        Save{' '}
        <select
          value=""
          onChange={(e) => {
            const form = e.currentTarget.value;
            e.currentTarget.value = '';
            void savePicture(form);
          }}
        >
          <option value="">picture as…</option>
          <option value="svg">SVG</option>
          <option value="png">PNG</option>
          <option value="dot">DOT (Graphviz)</option>
          <option value="mermaid">Mermaid</option>
          <option value="text">graph as text</option>
        </select>
      </label>
    </div>
  );
}

function Search() {
  const all = hits.value;
  return (
    <div class="search">
      <input
        type="search"
        aria-label="Search nodes"
        placeholder="name, operation, [shape], line 3"
        value={s.search.value}
        onInput={(e) => {
          s.search.value = e.currentTarget.value;
        }}
        onKeyDown={(e) => {
          if (e.key === 'Enter' && all.length > 0) {
            const at = all.indexOf(s.selected.value ?? '');
            reveal(all[(at + 1) % all.length]);
          }
        }}
      />
      {(s.search.value !== '' || s.filter.value !== 'all') && (
        <span class="note" role="status">
          {all.length} found{all.length > 0 && all.length < 4 ? `: ${all.map(shown).join(', ')}` : ''}
        </span>
      )}
    </div>
  );
}

function Choice<T extends string>({ label, of, choices }: { label: string; of: { value: T }; choices: [T, string][] }) {
  return (
    <div class="choice" role="group" aria-label={label}>
      <span aria-hidden="true">{label}</span>
      {choices.map(([v, name]) => (
        <button
          key={v}
          type="button"
          aria-pressed={of.value === v}
          onClick={() => {
            of.value = v;
          }}
        >
          {name}
        </button>
      ))}
    </div>
  );
}

function TreeNote() {
  const reused = s.computations.value.filter((n) => (s.uses.value.get(n.name)?.length ?? 0) > 1);
  return (
    <p class="tree-note">
      {reused.length === 0
        ? 'No value is computed once and used twice: graph and tree differ only in their leaves.'
        : `In the tree ${reused
            .slice(0, 4)
            .map((n) => shown(n.name))
            .join(
              ', ',
            )} ${reused.length === 1 ? 'stands' : 'stand'} once for every use. The graph stores it once, and its derivative collects what all uses send.`}
    </p>
  );
}

function Legend() {
  return (
    <section class="card legend" aria-label="Legend">
      <h2>Legend</h2>
      <ul>
        <li>
          <svg viewBox="-20 -20 40 40" aria-hidden="true">
            <circle class="body input" r="14" />
          </svg>
          input
        </li>
        <li>
          <svg viewBox="-20 -20 40 40" aria-hidden="true">
            <circle class="ring" r="18" />
            <circle class="body parameter" r="14" />
          </svg>
          parameter (training changes it)
        </li>
        <li>
          <svg viewBox="-20 -20 40 40" aria-hidden="true">
            <rect class="body computation" x="-17" y="-13" width="34" height="26" rx="7" />
          </svg>
          computation
        </li>
        <li>
          <svg viewBox="-20 -20 40 40" aria-hidden="true">
            <path class="lit" d="M-16 0 H14 M8 -5 L14 0 L8 5" />
          </svg>
          data flows along the arrow
        </li>
        <li>
          <svg viewBox="-20 -20 40 40" aria-hidden="true">
            <path class="back" d="M16 0 H-14 M-8 -5 L-14 0 L-8 5" />
          </svg>
          derivatives flow against it
        </li>
      </ul>
    </section>
  );
}
