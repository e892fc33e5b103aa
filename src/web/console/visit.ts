import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Context as Call } from 'hono';
import type { Child } from 'hono/jsx';
import type { OfficeSettings } from '../../accounts/settings.ts';
import type { Person } from '../../accounts/person.ts';
import type { Session } from '../../accounts/sessions.ts';
import type { Env } from '../endpoint.ts';
import type { Form } from './form.ts';
import type { Notice } from './words.ts';

export interface ConsoleEnv extends Env {
  Variables: Env['Variables'] & { secureHeadersNonce?: string; isPreview?: true; hasEditor?: true };
}

export interface PageOptions {
  /** What the tab and the heading say. */
  readonly title: string;
  readonly status?: 200 | 400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 429 | 500 | 503;
  /** The navigation's entry in force; by default the one whose path this page's begins with. */
  readonly section?: string;
  /** No heading of the frame's own: the page writes its `h1` itself. */
  readonly bare?: boolean;
}

/** One request to a staff page, as its handler sees it. */
export interface Visit<S extends Session | null = Session> {
  readonly c: Call<ConsoleEnv>;
  readonly session: S;
  readonly settings: OfficeSettings;
  /** The client's address, proxies seen through. */
  readonly address: string;
  readonly form: Form;
  param(name: string): string;
  /** One value of the address; empty where it is missing. */
  query(name: string): string;
  /** The whole page in its frame. */
  page(options: PageOptions, content: Child): Promise<Response>;
  /** A part of a page, for htmx. */
  part(content: Child, status?: PageOptions['status']): Promise<Response>;
  /** A foreign document for an `<iframe sandbox>` of ours: it may style itself, and neither run nor load anything else. */
  preview(html: string): Response;
  /** 303 to a page of ours, which then says `notice`. */
  go(path: string, notice?: Notice): Response;
}

/** Whoever is signed in. */
export const personOf = (visit: Visit): Person => visit.session.person;

/** Bound to the session: a form of yesterday's session, or of somebody else's, is none. */
export const formToken = (secret: string, session: Pick<Session, 'token'>): string =>
  createHmac('sha256', secret).update(`form:${session.token}`).digest('base64url');

export const isFormToken = (secret: string, session: Pick<Session, 'token'>, given: string): boolean => {
  const wanted = Buffer.from(formToken(secret, session));
  const got = Buffer.from(given);
  return got.length === wanted.length && timingSafeEqual(got, wanted);
};
