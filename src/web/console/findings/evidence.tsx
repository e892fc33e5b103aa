import {
  fieldChanges,
  readEvidence,
  textDifferences,
  type Evidence,
  type EvidenceLink,
} from '../../../audits/evidence.ts';
import type { FindingDetail } from '../../../audits/views.ts';
import { Cell, Chip, Table, Time, type Tone } from '../ui.tsx';
import { Fields, Passages } from './passages.tsx';
import { PATH } from './query.ts';
import { text } from './text.ts';

const LEVELS: Readonly<Record<string, readonly [Tone, string]>> = {
  ok: ['good', '✓'],
  caution: ['wait', '？'],
  broken: ['bad', '✕'],
  danger: ['bad', '▲'],
};

/** Foreign addresses are shown as words: what the audit found dangerous is not to be clicked here. */
const Links = ({ links }: { links: readonly EvidenceLink[] }) =>
  links.length === 0 ? null : (
    <section>
      <h2>{text.links}</h2>
      <Table caption={text.links} head={[text.linkName, text.address, text.linkState, text.linkFix]}>
        {links.map(({ name, url, level, text: told, fix }) => {
          const [tone, icon] = LEVELS[level] ?? (['wait', '？'] as const);
          return (
            <tr>
              <Cell name={text.linkName}>{name}</Cell>
              <Cell name={text.address}>{url}</Cell>
              <Cell name={text.linkState}>
                <Chip tone={tone} icon={icon}>
                  {told}
                </Chip>
              </Cell>
              <Cell name={text.linkFix}>{fix}</Cell>
            </tr>
          );
        })}
      </Table>
    </section>
  );

const Addresses = ({ name, urls }: { name: string; urls: readonly string[] }) =>
  urls.length === 0 ? null : (
    <section>
      <h2>{name}</h2>
      <ul>
        {urls.map((url) => (
          <li>
            {/^https?:/.test(url) ? (
              <a href={url} rel="noreferrer">
                {url}
              </a>
            ) : (
              url
            )}
          </li>
        ))}
      </ul>
    </section>
  );

const Technical = ({ evidence }: { evidence: Evidence }) => {
  const { at, ms, status, redirectedTo, headers, document, clause } = evidence;
  const names = Object.entries(headers);
  if (at === undefined && document === undefined) return null;
  return (
    <section>
      <h2>{text.technical}</h2>
      <dl class="facts card">
        {at !== undefined && (
          <>
            <dt>{text.seenAt}</dt>
            <dd>
              <Time at={at} />
              {ms !== undefined && ` · ${text.took} ${Math.round(ms)} ms`}
            </dd>
          </>
        )}
        {status !== undefined && (
          <>
            <dt>{text.status}</dt>
            <dd>{status}</dd>
          </>
        )}
        {redirectedTo !== undefined && (
          <>
            <dt>{text.redirected}</dt>
            <dd>{redirectedTo}</dd>
          </>
        )}
        {names.length > 0 && (
          <>
            <dt>{text.headers}</dt>
            <dd>
              {names.map(([name, value]) => (
                <div>
                  <code>{`${name}: ${value}`}</code>
                </div>
              ))}
            </dd>
          </>
        )}
        {document !== undefined && (
          <>
            <dt>{text.rule}</dt>
            <dd>{`${document} ${clause ?? ''}`}</dd>
          </>
        )}
      </dl>
    </section>
  );
};

const Snapshot = ({ id, snapshot }: FindingDetail) =>
  snapshot === null ? null : (
    <section>
      <h2>{text.snapshot}</h2>
      <p>
        <a href={`${PATH}/${id}/snapshot`}>{text.snapshotShow}</a>
        {' · '}
        <a href={`${PATH}/${id}/snapshot/bytes`}>{text.snapshotGet}</a>
      </p>
      <p class="soft">
        {`${text.snapshotHash} `}
        <code>{snapshot}</code>
      </p>
    </section>
  );

/** Everything a look left behind: fields first, then the words, then how it was seen. */
export const EvidenceParts = ({ finding }: { finding: FindingDetail }) => {
  const evidence = readEvidence(finding);
  return (
    <>
      <Fields fields={fieldChanges(evidence)} />
      <Passages differences={textDifferences(evidence)} />
      <Links links={evidence.links} />
      <Addresses name={text.listings} urls={evidence.listings} />
      <Snapshot {...finding} />
      <Technical evidence={evidence} />
    </>
  );
};
