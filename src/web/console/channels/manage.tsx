import type { Channel } from '../../../context.ts';
import type { Issue } from '../../../core/issues.ts';
import type { SettingView } from '../../../deliveries/health.ts';
import type { Probed } from '../../../deliveries/probe.ts';
import type { ChannelCard } from '../../../items/reference.ts';
import { Checks, Field, PostForm } from '../form-parts.tsx';
import type { Form } from '../form.ts';
import { Alert, Note } from '../ui.tsx';
import { text } from './text.ts';

interface ManageProps {
  readonly card: ChannelCard;
  readonly channel: Channel;
  readonly issues: readonly Issue[];
}

/** Hold or resume, and the harmless question. */
export const Manage = ({ card, channel, issues }: ManageProps) => {
  const own = `/console/channels/${card.id}`;
  const rests = card.held !== null || card.pausedUntil !== null;
  return (
    <div class="sides">
      <section class="card">
        <h3>{rests ? text.resume : text.hold}</h3>
        <p>{rests ? text.resumeWhy : text.holdWhy}</p>
        {rests ? (
          <PostForm action={`${own}/resume`}>
            <button type="submit">{text.resume}</button>
          </PostForm>
        ) : (
          <PostForm action={`${own}/hold`}>
            <Field name="reason" label={text.reason} issues={issues} required />
            <button type="submit">{text.hold}</button>
          </PostForm>
        )}
      </section>
      {channel.adapter.probe && card.on && (
        <section class="card">
          <h3>{text.probe}</h3>
          <p>{text.probeWhy}</p>
          <PostForm action={`${own}/probe`}>
            <button type="submit" class="plain">
              {text.probe}
            </button>
          </PostForm>
        </section>
      )}
    </div>
  );
};

export const ProbeResult = ({ probed }: { probed: Probed }) =>
  probed.ok ? (
    <Note tone="good">
      <strong>{text.probeOk}</strong>：{probed.text}
    </Note>
  ) : (
    <Alert title={text.probeBad}>{probed.text}</Alert>
  );

interface EditProps {
  readonly channelId: string;
  readonly settings: readonly SettingView[];
  readonly form: Form;
  readonly issues: readonly Issue[];
}

/** Write-only for secrets: an empty field keeps what is there. */
const SettingField = ({ setting, form, issues }: { setting: SettingView } & Pick<EditProps, 'form' | 'issues'>) => {
  const { name, about, isSecret, value, origin } = setting;
  const typed = issues.length > 0 && !isSecret ? form.get(name) : (origin === 'console' && value) || '';
  return (
    <Field
      name={name}
      label={name}
      type={isSecret ? 'password' : 'text'}
      hint={`${about}（${isSecret ? text.keep : text.useDefault}）`}
      value={typed}
      issues={issues}
      autocomplete="off"
    />
  );
};

export const EditSettings = ({ channelId, settings, form, issues }: EditProps) => {
  const open = settings.filter(({ origin }) => origin !== 'config');
  if (open.length === 0) return <p class="soft">{text.editNone}</p>;
  const secrets = open.filter(({ isSecret, origin }) => isSecret && origin === 'console');
  return (
    <>
      <p>{text.editWhy}</p>
      <PostForm action={`/console/channels/${channelId}/settings`} class="grid even">
        {open.map((setting) => (
          <SettingField setting={setting} form={form} issues={issues} />
        ))}
        {secrets.length > 0 && (
          <Checks
            name="clear"
            label={text.clear}
            options={secrets.map(({ name }) => [name, name] as const)}
            chosen={[]}
          />
        )}
        <p class="buttons">
          <button type="submit">{text.save}</button>
        </p>
      </PostForm>
    </>
  );
};
