export { signXml, type XmlSigner } from './sign.ts'
export { verifyXml, type XmlReport } from './verify.ts'
