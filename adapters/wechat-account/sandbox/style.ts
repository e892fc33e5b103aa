import { safe } from '../../kit/html.ts';

/** How the pages look; the real ones look much like it. */
export const STYLE = safe(
  'body{margin:0;background:#f2f2f2;color:#222;font:16px/1.6 -apple-system,"PingFang SC","Microsoft YaHei",sans-serif}' +
    '.rich_media{max-width:677px;margin:0 auto;padding:24px 20px 48px;background:#fff;min-height:100vh;box-sizing:border-box}' +
    '.rich_media_title{margin:0 0 12px;font-size:22px;line-height:1.4}' +
    '.rich_media_meta_list{margin:0 0 24px;font-size:15px;color:#8c8c8c}.rich_media_meta_list>*{margin-right:10px;font-style:normal}' +
    '#js_name{color:#576b95;text-decoration:none}img{max-width:100%}p,h2,h3,h4,figure,pre{margin:0}' +
    '.tool a{color:#576b95;text-decoration:none}.tool{margin-top:28px;font-size:15px}' +
    '.weui-msg{padding-top:96px;text-align:center}.weui-msg__title{font-size:20px;font-weight:400}' +
    '.account{padding:28px 0 20px;border-bottom:1px solid #eee}.account h1{margin:0;font-size:24px}.account p{margin:4px 0 0;color:#8c8c8c}' +
    '.list{list-style:none;margin:0;padding:0}.list a{display:flex;gap:16px;padding:18px 0;border-bottom:1px solid #eee;color:inherit;text-decoration:none}' +
    '.list h2{margin:0 0 4px;font-size:17px;line-height:1.4}.list p{color:#8c8c8c;font-size:14px}.list div{flex:1;min-width:0}' +
    '.draft{display:flex;gap:16px;align-items:center;padding:18px 0;border-bottom:1px solid #eee}' +
    '.draft button{padding:6px 18px;border:0;border-radius:4px;background:#07c160;color:#fff;font:inherit}' +
    '.draft button:disabled{background:#ccc}.list img{width:118px;height:50px;object-fit:cover;border-radius:4px}.hint{margin:16px 0 0;color:#8c8c8c;font-size:13px}',
);
