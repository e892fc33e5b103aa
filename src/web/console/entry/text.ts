/** Words of the pages before one is in: sign-in, code, set-up. */
export const text = {
  signIn: '登录',
  name: '账号或邮箱',
  password: '口令',
  slogan: '一篇稿件，一次审签，发布到每个渠道，并留下凭据',
  refused: '未能登录',
  code: '动态验证码',
  codeHint: '打开手机上的验证器，输入“一稿”当前的 6 位数字。',
  backupCode: '备用码',
  backupHint: '启用动态验证码时抄下的备用码，每个只能用一次。',
  byBackup: '手机不在身边？使用备用码',
  byCode: '改用动态验证码',
  codeTitle: '输入动态验证码',
  startOver: '换一个账号',
  setUp: '建立第一名系统管理员',
  setUpWhy: '此链接只能用一次。系统管理员可以建立用户、单位与密钥，但不编稿、不审签。',
  personName: '姓名',
  userName: '账号',
  userNameHint: '2 至 64 个字符：文字、数字与 . _ - @',
  again: '再输入一次口令',
  create: '建立',
  forgot: '忘记口令或账号被锁定，请联系系统管理员。',
} as const;

export const passwordHint = (minLength: number, kinds: number): string =>
  kinds > 1
    ? `至少 ${minLength} 个字符，含大写字母、小写字母、数字、其他符号中的 ${kinds} 种，不含账号或姓名。`
    : `至少 ${minLength} 个字符，不含账号或姓名。`;
