import { batch, computed, signal } from '@preact/signals';
import { ApiError, api } from './api';
import { reveal } from './graph';
import { sayResult } from './results';
import * as s from './state';
import type { Committed, Question, Topic } from './types';

/** The question that is open; nothing on the page knows its answer. */
export const question = signal<Question | undefined>(undefined);
const committed = signal<Committed | undefined>(undefined);
const hints = signal<string[]>([]);
const extraHints = signal<string[]>([]);
const told = signal(0);
const failure = signal('');
const topics = signal<Topic[]>([]);
const filled = signal<Record<string, string>>({});
const opening = signal(false);
/** From the wish for a question until its answer: nothing else may be asked about the program. */
export const asking = computed(() => opening.value || (question.value !== undefined && committed.value === undefined));
/** Where the question comes from, for the list of results. */
const origin = signal('practice');

const KINDS: Record<string, string> = {
  SENSITIVITY: 'Values that are used more than once',
  MOVE: 'Which way, and how far?',
  ZERO: 'Zeros',
  LOCAL: 'Local derivatives',
  SHEET: 'All of them',
  MISTAKE: 'Find the mistake',
};

function fail(e: unknown): void {
  failure.value = e instanceof ApiError ? e.problem.message : String(e);
}

/** Opens a question about the program on the page; what would answer it leaves the page first. */
export async function open(kind: string, about: string, from = 'practice', more: string[] = []): Promise<void> {
  if (asking.value) {
    return;
  }
  failure.value = '';
  s.playing.value = false;
  opening.value = true;
  try {
    const q = await api.question({ ...s.ask(), direction: undefined }, kind, about);
    batch(() => {
      opening.value = false;
      question.value = q;
      committed.value = undefined;
      hints.value = [];
      extraHints.value = more;
      told.value = 0;
      filled.value = {};
      origin.value = from;
      s.mode.value = 'forward';
      s.step.value = undefined;
      s.selected.value = undefined;
      s.shownPath.value = undefined;
      s.panel.value = 'predict';
      s.result.value = q.evaluation;
    });
  } catch (e) {
    opening.value = false;
    fail(e);
  }
}

async function commit(answer: unknown): Promise<void> {
  const q = question.value;
  if (!q) {
    return;
  }
  try {
    const c = await api.commit(q.id, answer);
    if (question.peek() !== q) {
      return;
    }
    committed.value = c;
    told.value = 1;
    sayResult({ from: origin.value, kind: q.kind, about: q.about, right: c.right });
    s.result.value = c.evaluation;
    show(0);
  } catch (e) {
    fail(e);
  }
}

/** Lights up what sentence `i` of the explanation is about. */
function show(i: number): void {
  const nodes = committed.value?.told[i]?.nodes ?? [];
  s.mode.value = 'backward';
  s.step.value = undefined;
  s.shownPath.value = nodes.length > 1 ? nodes : undefined;
  s.selected.value = nodes[0];
}

/** Leaves the question, answered or not; then the page shows everything again. */
export async function leave(): Promise<void> {
  const q = question.value;
  const open = asking.value;
  question.value = undefined;
  committed.value = undefined;
  s.shownPath.value = undefined;
  if (q && open) {
    await api.abandon(q.id).catch(() => {});
  }
  await s.evaluate();
}

addEventListener('pagehide', () => {
  if (asking.value && question.value) {
    api.leave(question.value.id);
  }
});

let asked = '';

function loadTopics(): void {
  const key = JSON.stringify([s.program.value, s.at.value, s.granularity.value]);
  if (asked !== key && s.result.value && !asking.value) {
    asked = key;
    api.topics({ ...s.ask(), direction: undefined }).then(
      (t) => {
        if (asked === key) {
          topics.value = t.topics;
          failure.value = '';
        }
      },
      (e) => {
        if (asked === key) {
          topics.value = [];
          fail(e);
        }
      },
    );
  }
}

export function PredictPanel() {
  if (question.value) {
    return <Asked />;
  }
  loadTopics();
  const kinds = [...new Set(topics.value.map((t) => t.kind))];
  return (
    <div data-testid="topics">
      <h2>Predict, then look</h2>
      <p>
        Choose a question about this program at this point. The page forgets the derivatives until you have answered.
      </p>
      {failure.value && <p class="problem">{failure.value}</p>}
      {kinds.map((k) => (
        <section key={k}>
          <h3>{KINDS[k] ?? k}</h3>
          {topics.value
            .filter((t) => t.kind === k)
            .map((t) => (
              <button key={t.about} type="button" class="topic" onClick={() => open(t.kind, t.about)}>
                {t.title}
              </button>
            ))}
        </section>
      ))}
    </div>
  );
}

function Asked() {
  const q = question.value as Question;
  const c = committed.value;
  const open = c === undefined;
  return (
    <div data-testid="question">
      <h2>{open ? 'Your prediction' : c.right ? 'Right' : 'Not so'}</h2>
      <p class="prompt">{q.prompt}</p>
      {q.options.map((o) => (
        <button
          key={o.key}
          type="button"
          class={`topic ${!open && c.choice === o.key ? 'right' : ''}`}
          disabled={!open}
          onClick={() => commit(o.key)}
        >
          {o.text}
        </button>
      ))}
      {q.blanks.length > 0 && <Blanks q={q} c={c} />}
      {failure.value && <p class="problem">{failure.value}</p>}
      {open && <Hints q={q} />}
      {!open && <Told c={c} />}
      <p>
        <button type="button" onClick={() => leave()}>
          {open ? 'Give up, show everything' : 'Another question'}
        </button>{' '}
        {origin.value !== 'practice' && (
          <button
            type="button"
            onClick={async () => {
              await leave();
              s.panel.value = 'learn';
            }}
          >
            Back to the lesson
          </button>
        )}
      </p>
    </div>
  );
}

function Blanks({ q, c }: { q: Question; c: Committed | undefined }) {
  return (
    <form
      onSubmit={(e) => {
        e.preventDefault();
        commit(
          Object.fromEntries(
            Object.entries(filled.value).map(([k, v]) => [k, Number(v.replace(',', '.').replace('−', '-'))]),
          ),
        );
      }}
    >
      {q.blanks.map((b) => (
        <label key={b.key} class="row blank">
          <span>{b.text} =</span>
          <input
            inputMode="decimal"
            disabled={c !== undefined}
            value={filled.value[b.key] ?? ''}
            onInput={(e) => {
              filled.value = { ...filled.value, [b.key]: e.currentTarget.value };
            }}
          />
          {c && (
            <strong>
              {c.judged[b.key]
                ? '✓'
                : `✗ ${typeof c.numbers[b.key] === 'number' ? +(c.numbers[b.key] as number).toPrecision(6) : c.numbers[b.key]}`}
            </strong>
          )}
        </label>
      ))}
      {!c && (
        <button type="submit" class="primary">
          Commit
        </button>
      )}
    </form>
  );
}

function Hints({ q }: { q: Question }) {
  const all = [...extraHints.value.slice(0, hints.value.length), ...hints.value.slice(extraHints.value.length)];
  const shownHints = hints.value.length;
  const total = extraHints.value.length + q.hints;
  const more = async () => {
    const k = shownHints - extraHints.value.length;
    const text = k < 0 ? extraHints.value[shownHints] : (await api.hint(q.id, k)).text;
    hints.value = [...hints.value, text ?? ''];
  };
  return (
    <div>
      {all.map((h) => (
        <p key={h} class="hint">
          {h}
        </p>
      ))}
      {shownHints < total && (
        <button type="button" onClick={more}>
          A hint ({total - shownHints} left)
        </button>
      )}
    </div>
  );
}

/** The explanation, one contribution at a time. */
function Told({ c }: { c: Committed }) {
  return (
    <div data-testid="told">
      <ol class="told">
        {c.told.slice(0, told.value).map((t, i) => (
          <li key={i}>
            <button type="button" class="link" onClick={() => (t.nodes.length === 1 ? reveal(t.nodes[0]) : show(i))}>
              {t.text}
            </button>
          </li>
        ))}
      </ol>
      {told.value < c.told.length && (
        <button
          type="button"
          class="primary"
          onClick={() => {
            told.value++;
            show(told.value - 1);
          }}
        >
          And then?
        </button>
      )}
    </div>
  );
}
