import type { Evaluation, GraphNode, Problem, Session } from './types';

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
  session: () => post<Session>('/api/session', {}),
  evaluate: (ask: Ask) => post<Evaluation>('/api/eval', ask),
  node: (ask: Ask, node: string) => post<GraphNode>('/api/node', { ...ask, node }),
  code: (ask: Ask, language: string) =>
    post<{ text: string; names: Record<string, string> }>('/api/code', { ...ask, language }),
  picture: (ask: Ask, form: string) => post<{ text: string }>('/api/picture', { ...ask, form }),
};
