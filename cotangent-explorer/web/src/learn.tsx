import { signal } from '@preact/signals';
import { ApiError, api } from './api';
import { layered } from './layout';
import { leave, open, question } from './predict';
import { exported, imported, kept, pin, unpin } from './results';
import * as s from './state';
import type { Lesson, LessonPart, LessonSummary, Nested } from './types';

const lessons = signal<LessonSummary[] | undefined>(undefined);
const lesson = signal<Lesson | undefined>(undefined);
const atCase = signal('');
const failure = signal('');

function load(): void {
  if (lessons.value === undefined) {
    lessons.value = [];
    api.lessons().then((l) => {
      lessons.value = l.lessons;
    }, fail);
  }
}

function fail(e: unknown): void {
  failure.value = e instanceof ApiError ? e.problem.message : String(e);
}

async function begin(l: Lesson): Promise<void> {
  if (question.value) {
    await leave();
  }
  failure.value = '';
  lesson.value = l;
  const first = l.parts.find((p) => p.kind === 'case');
  await choose(l, first);
}

/** Takes the point of a case. */
async function choose(l: Lesson, c: LessonPart | undefined): Promise<void> {
  if (question.value) {
    await leave();
  }
  const at: Record<string, Nested> = {};
  for (const [name, text] of Object.entries(c?.at ?? {})) {
    at[name] = JSON.parse(text.replace(/(^|[[,\s])\+?\.(?=\d)/g, '$10.')) as Nested;
  }
  atCase.value = c?.name ?? '';
  s.program.value = l.program;
  s.at.value = at;
  s.params.value = l.params;
  s.granularity.value = 'tensor';
  s.loops.value = [];
  s.lit.value = new Set();
  s.direction.value = {};
  s.setMode('forward');
  await s.evaluate();
}

export function LearnPanel() {
  load();
  if (lesson.value) {
    return <LessonView l={lesson.value} />;
  }
  return (
    <div data-testid="lessons">
      <h2>From one neuron to a softmax</h2>
      {failure.value && <p class="problem">{failure.value}</p>}
      <LessonMap all={lessons.value ?? []} />
      <p>
        <label>
          A lesson of your own (a text file):{' '}
          <input
            type="file"
            accept=".txt,text/plain"
            onChange={async (e) => {
              const f = e.currentTarget.files?.[0];
              if (f) {
                api.ownLesson(await f.text()).then(begin, fail);
              }
            }}
          />
        </label>
      </p>
      <Results />
      <Pins />
    </div>
  );
}

/** The lessons, each to the right of those that it needs. */
function LessonMap({ all }: { all: LessonSummary[] }) {
  const known = new Set(all.map((l) => l.id));
  const links = all.flatMap((l) => l.needs.filter((n) => known.has(n)).map((n) => ({ from: n, to: l.id })));
  const place = layered(
    all.map((l) => ({ id: l.id, width: 20, height: 20, pulled: false })),
    links,
  );
  const at = (id: string) => {
    const p = place.places.get(id);
    return p && { x: p.x * 0.55, y: p.y * 0.42 };
  };
  const done = new Set(kept.value.results.filter((r) => r.right).map((r) => r.from));
  return (
    <>
      <svg
        class="map"
        viewBox={`-14 -14 ${place.width * 0.55 + 28} ${place.height * 0.42 + 28}`}
        role="img"
        aria-label="Map of lessons"
      >
        <title>Which lesson needs which</title>
        {links.map((l) => {
          const a = at(l.from);
          const b = at(l.to);
          return a && b ? <path key={l.from + l.to} d={`M${a.x} ${a.y} L${b.x} ${b.y}`} /> : null;
        })}
        {all.map((l, i) => {
          const p = at(l.id);
          return p ? (
            <g key={l.id} class={done.has(l.id) ? 'done' : ''}>
              <circle cx={p.x} cy={p.y} r="11" />
              <text x={p.x} y={p.y + 4}>
                {i + 1}
              </text>
            </g>
          ) : null;
        })}
      </svg>
      <ol class="lessons">
        {all.map((l) => (
          <li key={l.id}>
            <button type="button" class="topic" onClick={() => api.lesson(l.id).then(begin, fail)}>
              {l.title} {done.has(l.id) && <span>✓</span>}
            </button>
          </li>
        ))}
      </ol>
    </>
  );
}

function LessonView({ l }: { l: Lesson }) {
  return (
    <article class="lesson" data-testid="lesson">
      <button
        type="button"
        onClick={() => {
          lesson.value = undefined;
        }}
      >
        All lessons
      </button>{' '}
      <button type="button" onClick={() => print()}>
        Print
      </button>
      <h2>{l.title}</h2>
      {failure.value && <p class="problem">{failure.value}</p>}
      {l.parts.map((p, i) => (
        <Part key={i} l={l} p={p} />
      ))}
      {l.next && (
        <button type="button" class="primary" onClick={() => api.lesson(l.next as string).then(begin, fail)}>
          Next lesson
        </button>
      )}
    </article>
  );
}

const ASKS: Record<string, string> = {
  sensitivity: 'What do all uses of it add up to?',
  move: 'Which way does the output move?',
  zero: 'Which derivative is zero?',
  local: 'What is this local derivative?',
  sheet: 'Fill in all derivatives',
  mistake: 'Find the mistake',
};

function Part({ l, p }: { l: Lesson; p: LessonPart }) {
  switch (p.kind) {
    case 'case':
      return (
        <button type="button" class="case" aria-pressed={atCase.value === p.name} onClick={() => choose(l, p)}>
          Case {p.name}
        </button>
      );
    case 'predict':
      return (
        <button
          type="button"
          class="topic ask"
          onClick={() => open(p.question ?? '', p.about ?? '', l.id, p.hints ?? [])}
        >
          Predict: {ASKS[p.question ?? ''] ?? p.question} {p.about && <em>({p.about.replace('>', ' → ')})</em>}
        </button>
      );
    case 'look':
      return <p class="look">Look: {p.text}</p>;
    case 'misconception':
      return (
        <p class="misconception">
          <strong>Often thought:</strong> {p.text}
        </p>
      );
    case 'source':
      return <p class="note">Source: {p.text}</p>;
    default:
      return <p>{p.text}</p>;
  }
}

function Results() {
  const all = kept.value.results;
  return (
    <section>
      <h3>Your answers</h3>
      <p class="note">
        {all.length === 0
          ? 'None yet. They stay in this browser.'
          : `${all.filter((r) => r.right).length} right of ${all.length}. They stay in this browser.`}
      </p>
      <div class="row">
        <button type="button" onClick={() => navigator.clipboard?.writeText(exported())} disabled={all.length === 0}>
          Copy all
        </button>
        <label class="note">
          Add from a file:{' '}
          <input
            type="file"
            accept=".json,application/json"
            onChange={async (e) => {
              const f = e.currentTarget.files?.[0];
              if (f) {
                try {
                  imported(await f.text());
                } catch {
                  failure.value = 'That file holds no results.';
                }
              }
            }}
          />
        </label>
      </div>
    </section>
  );
}

function Pins() {
  const all = kept.value.pins;
  return all.length === 0 ? null : (
    <section>
      <h3>Pinned questions</h3>
      <ul>
        {all.map((p, i) => (
          <li key={i}>
            {p.about}: {p.text}{' '}
            <button type="button" onClick={() => navigator.clipboard?.writeText(`${p.about}: ${p.text}`)}>
              Copy
            </button>{' '}
            <button type="button" aria-label={`Remove the question about ${p.about}`} onClick={() => unpin(i)}>
              Remove
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

const writing = signal('');

/** A box in which a question is pinned to what is shown above it. */
export function PinBox({ about }: { about: string }) {
  return (
    <form
      class="row pin"
      onSubmit={(e) => {
        e.preventDefault();
        if (writing.value.trim() !== '') {
          pin({
            about: `${about} in ${s.program.value?.replaceAll('\n', '; ') ?? 'the graph'}`,
            text: writing.value.trim(),
          });
          writing.value = '';
        }
      }}
    >
      <input
        aria-label={`A question about ${about}`}
        placeholder="a question to ask somebody later"
        value={writing.value}
        onInput={(e) => {
          writing.value = e.currentTarget.value;
        }}
      />
      <button type="submit">Pin it</button>
    </form>
  );
}
