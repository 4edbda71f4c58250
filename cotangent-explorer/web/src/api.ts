import { offline, replay } from './recorded';
import type {
  Committed,
  Evaluation,
  GraphNode,
  Lesson,
  LessonSummary,
  Problem,
  Question,
  Session,
  Topic,
} from './types';

/** What a question to the engine says when it cannot be answered. */
export class ApiError extends Error {
  constructor(
    readonly problem: Problem,
    readonly status: number,
  ) {
    super(problem.message);
  }
}

export interface Ask {
  program?: string;
  at: Record<string, unknown>;
  params: string[];
  dtype: string;
  granularity: string;
  direction?: Record<string, unknown>;
  paths?: number;
}

const token = new URLSearchParams(location.search).get('token') ?? '';

async function post<T>(path: string, body: object): Promise<T> {
  if (offline) {
    return (await replay(path, body)) as T;
  }
  let response: Response;
  try {
    response = await fetch(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    });
  } catch {
    throw new ApiError({ message: 'The server does not answer. Is `cotangent explore` still running?' }, 0);
  }
  const document = await response.json();
  if (!response.ok) {
    throw new ApiError(document.error ?? { message: `status ${response.status}` }, response.status);
  }
  return document as T;
}

export const api = {
  topics: (ask: Ask) => post<{ topics: Topic[] }>('/api/topics', ask),
  question: (ask: Ask, kind: string, about: string) => post<Question>('/api/question', { ...ask, kind, about }),
  hint: (id: string, hint: number) => post<{ text?: string }>('/api/answer', { id, hint }),
  commit: (id: string, answer: unknown) => post<Committed>('/api/answer', { id, answer }),
  abandon: (id: string) => post<object>('/api/answer', { id, abandon: true }),
  /** Gives a question up while the page goes away. */
  leave: (id: string) => {
    if (!offline) {
      void fetch('/api/answer', {
        method: 'POST',
        keepalive: true,
        headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
        body: JSON.stringify({ id, abandon: true }),
      });
    }
  },
  lessons: () => post<{ lessons: LessonSummary[] }>('/api/lesson', {}),
  lesson: (id: string) => post<Lesson>('/api/lesson', { id }),
  ownLesson: (text: string) => post<Lesson>('/api/lesson', { text }),
  session: () => post<Session>('/api/session', {}),
  evaluate: (ask: Ask) => post<Evaluation>('/api/eval', ask),
  node: (ask: Ask, node: string) => post<GraphNode>('/api/node', { ...ask, node }),
  code: (ask: Ask, language: string) =>
    post<{ text: string; names: Record<string, string> }>('/api/code', { ...ask, language }),
  picture: (ask: Ask, form: string) => post<{ text: string }>('/api/picture', { ...ask, form }),
};
