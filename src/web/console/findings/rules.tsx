import { readStandings, rulesByHand, type ByHand, type Standing } from '../../../audits/standing.ts';
import { addPage, type Console } from '../pages.tsx';
import { Cell, Chip, Empty, Row, Table, type Tone } from '../ui.tsx';
import { PATH } from './query.ts';
import { text } from './text.ts';

export const RULES_PATH = `${PATH}/rules`;

const LOOKS: Readonly<Record<NonNullable<Standing['level']> | 'within', readonly [Tone, string]>> = {
  veto: ['bad', '▲'],
  fail: ['bad', '◆'],
  warn: ['wait', '◷'],
  within: ['good', '✓'],
};

const LevelChip = ({ level, levelName }: Standing) => {
  const [tone, icon] = LOOKS[level ?? 'within'];
  return (
    <Chip tone={tone} icon={icon}>
      {levelName}
    </Chip>
  );
};

/** The rule's number, and where it is written. */
const Source = ({ rule, document, clause }: ByHand) => (
  <>
    {rule}
    <div class="soft">{`${document}，${clause}`}</div>
  </>
);

const Standings = ({ standings }: { standings: readonly Standing[] }) => (
  <Table caption={text.rulesTitle} head={[text.ruleLevel, text.ruleText, text.channel, text.ruleSource]}>
    {standings.map((standing) => (
      <Row>
        <Cell name={text.ruleLevel}>
          <LevelChip {...standing} />
        </Cell>
        <Cell name={text.ruleText}>
          {standing.text}
          <div class="soft">{`${text.ruleBounds}${standing.bounds}`}</div>
        </Cell>
        <Cell name={text.channel} keep>
          {standing.channelName}
        </Cell>
        <Cell name={text.ruleSource}>
          <Source {...standing} />
        </Cell>
      </Row>
    ))}
  </Table>
);

const ByHands = ({ rules }: { rules: readonly ByHand[] }) => (
  <Table caption={text.byHandTitle} head={[text.ruleName, text.ruleText, text.ruleSource]}>
    {rules.map((rule) => (
      <Row>
        <Cell name={text.ruleName}>{rule.name}</Cell>
        <Cell name={text.ruleText}>{rule.text}</Cell>
        <Cell name={text.ruleSource}>
          <Source {...rule} />
        </Cell>
      </Row>
    ))}
  </Table>
);

/** 考核指标: where the office stands before an inspection, and what remains for a person to check. */
export const addRulesPage = (shell: Console): void =>
  addPage(shell, { method: 'get', path: RULES_PATH, who: 'item-read' }, async (visit) => {
    const standings = await readStandings(shell.ctx);
    return visit.page(
      { title: text.rulesTitle },
      <>
        <p>
          <a href={PATH}>{text.toList}</a>
        </p>
        <p>{text.rulesWhy}</p>
        {standings.length === 0 ? <Empty>{text.noStandings}</Empty> : <Standings standings={standings} />}
        <h2>{text.byHandTitle}</h2>
        <p class="soft">{text.byHandWhy}</p>
        <ByHands rules={rulesByHand()} />
      </>,
    );
  });
