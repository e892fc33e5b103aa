import { Layout, page } from './layout.tsx';
import { text } from './text.ts';

/** What a person sees instead of an answer. */
export const errorPage = (status: number, message: string): string =>
  page(
    <Layout title={text.error}>
      <h1>{message}</h1>
      <p class="soft">{status}</p>
      <p>
        <a href="/">{text.back}</a>
      </p>
    </Layout>,
  );
