import { createTransport } from 'nodemailer';
import { z } from 'zod';
import type { Way } from './way.ts';

const mailbox = z.email().max(254);
const settings = z.strictObject({
  host: z.string().trim().min(1).max(253),
  port: z.coerce.number().int().min(1).max(65_535).default(465),
  user: z.string().trim().max(254).default(''),
  password: z.string().max(500).default(''),
  from: mailbox,
  to: z.preprocess(
    (given) => (typeof given === 'string' ? given.split(/[\s,，;；、]+/).filter(Boolean) : given),
    z.array(mailbox).min(1).max(50),
  ),
  /** A server of one's own network may have no certificate that others know. */
  plain: z.enum(['yes', 'no']).default('no'),
});

/** A mail server that is silent this long is away. */
const PATIENCE_MS = 20_000;

/** What a mail server may say, and what to do. */
const ADVICE: Readonly<Record<string, string>> = {
  EAUTH: '邮件服务器不接受账号或密码，请核对（许多邮箱须用授权码）',
  EDNS: '找不到邮件服务器，请核对地址',
  ECONNECTION: '连不上邮件服务器，请核对地址、端口和网络',
  ESOCKET: '连不上邮件服务器，请核对地址、端口和证书',
  ETIMEDOUT: '邮件服务器没有答复，请核对地址和端口',
  EENVELOPE: '邮件服务器不接受发件人或收件人，请核对邮箱',
  EMESSAGE: '邮件服务器不接受这封邮件',
};

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** 电子邮件 by SMTP: TLS from the start on port 465, STARTTLS demanded on others unless plain is allowed. */
export const smtp: Way<typeof settings> = {
  settings,
  send: async ({ host, port, user, password, from, to, plain }, { subject, text }, { signal }) => {
    const transport = createTransport({
      host,
      port,
      secure: port === 465,
      requireTLS: port !== 465 && plain === 'no',
      ignoreTLS: plain === 'yes',
      ...(user === '' ? {} : { auth: { user, pass: password } }),
      connectionTimeout: PATIENCE_MS,
      greetingTimeout: PATIENCE_MS,
      socketTimeout: PATIENCE_MS,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    const stop = () => transport.close();
    signal.addEventListener('abort', stop);
    try {
      await transport.sendMail({ from, to, subject, text });
    } catch (error) {
      throw new Error(ADVICE[codeOf(error)] ?? '邮件没有发出，请核对设置', { cause: error });
    } finally {
      signal.removeEventListener('abort', stop);
      transport.close();
    }
  },
};
