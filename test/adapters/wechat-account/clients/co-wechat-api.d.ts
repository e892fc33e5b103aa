/** What the test uses; the package has no types. */
declare module 'co-wechat-api' {
  export default class API {
    constructor(appid: string, secret: string);
    prefix: string;
    getAccessToken(): Promise<{ accessToken: string; expireTime: number }>;
    uploadImage(file: string): Promise<{ url: string }>;
    uploadImageMaterial(file: string): Promise<{ media_id: string; url: string }>;
    uploadThumbMaterial(file: string): Promise<{ media_id: string }>;
    getMaterialCount(): Promise<{ image_count: number }>;
    getMaterials(type: string, offset: number, count: number): Promise<{ item: { media_id: string; name: string }[] }>;
    removeMaterial(mediaId: string): Promise<{ errcode: number }>;
    massSendNews(
      mediaId: string,
      receivers: boolean,
      clientMsgId?: string,
    ): Promise<{ errcode: number; msg_id: number; msg_data_id: number }>;
    deleteMass(msgId: number): Promise<{ errcode: number }>;
    request(url: string, options?: object): Promise<Record<string, unknown>>;
  }
}
