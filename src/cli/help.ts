export const HELP = `用法：npx yigao <命令> [选项]

  publish 文件.docx --column zcwj                     识别 Word 文件，列出认出、去掉与存疑之处，不发布
  publish 文件.docx --column zcwj --approve-as 李四   审签并发布到所有接收此类稿件的渠道
  status [稿件]                                       各渠道状态；稿件写编号或外部编号
  correct 稿件 [文件.docx] --approve-as 李四          更正：新版本替换各渠道的旧稿；说明用 --change-note
  withdraw 稿件 --reason 原因                         撤回；--kind withdrawn、gone、replaced、removed-by-order
                                                      --replaced-by 替代它的稿件
  retry 稿件 [--channel wechat]                       失败、待确认的分发立即再试
  retry 稿件 --absent wechat                          已在平台核对：未知结果的那一步并未发生
  log verify                                          核验日志：没有一条被改动、删除或插入
  audit [--all | 稿件]                                巡检公开副本，与审签内容比对；有严重问题时退出码为 1
  audit 网址 --against 文件.docx                      任何网页与任何文件比对，不需要服务与数据库（也可 .html、.txt）
  findings                                            列出问题；--state --severity --kind --unit --channel --item 筛选
  findings 编号                                       一个问题及其证据；编号写前几位即可
  findings 编号 --accept 原因 --until 2026-12-31      接受；或 --assign 单位 [--due 日期]（转办）、--repush（重新推送）
                                                      或 --release（整站变化已查明，继续巡检）；可加 --reason
  rules                                               考核指标的现状；有会被单项否决的时退出码为 1
  report                                              应出具与已出具的报表
  report annual --year 2026 --out 年报.docx           政府网站工作年度报表；--set 指标=值 填报，--issue 出具
  report quarterly --year 2026 --quarter 3            季度自查通报；report monthly --month 2026-10 政务新媒体月报
  reach import 文件… [--channel portal]               导入门户网站的 nginx 访问日志（可为 .gz）；中断后重来，同一行不会计两次
  demo tamper                                         演示：背着系统改动、删除、改旧几份副本与页面，再用 audit 看它逐一发现

内容选项（publish、correct）
  --column 栏目   --unit 单位   --type notice|policy|interpretation|news
  --title 标题    --short-title 短标题（用于标题较短的渠道）
  --number 文号   --date 成文日期  --source 来源  --summary 摘要
  --catalog-entry 目录事项编号  --interprets 政策外部编号  --attach 文件（可多次）
  --channel 渠道（可多次，默认全部适合的）       --at 发布时间，如 2026-11-25T09:00:00+08:00
  --author 作者   --approve-as 审签人（可多次）  --stage 环节（与审签人依次对应，默认 签发）
  --id 外部编号（publish；默认取文号或文件指纹）

各命令都可加 --json（输出 JSON）与 --data 数据目录。服务在运行则连接它，否则自动启动所需部分，结束后停止。`;
