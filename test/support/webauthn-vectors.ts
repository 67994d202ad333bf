/**
 * Test vectors of the WebAuthn Level 3 specification (W3C, section 16), in hexadecimal as printed there; relying party example.org.
 * Where section 16 attests by a certificate, the statement is left out as a client does that was asked for none (section 5.1.3
 * step 22): what the authenticator itself answered is whole.
 */

export interface Vector {
  readonly section: string;
  readonly credentialId: string;
  readonly registration: { readonly challenge: string; readonly clientDataJSON: string; readonly attestationObject: string };
  readonly authentication: {
    readonly challenge: string;
    readonly authenticatorData: string;
    readonly clientDataJSON: string;
    readonly signature: string;
  };
}

export const VECTOR_ORIGIN = 'https://example.org';
/** SHA-256 of example.org: how every authenticator data below begins. */
const RP = 'bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b5';

/** {"fmt": "none", "attStmt": {}, "authData": bytes} around authenticator data of a two-byte or a one-byte length. */
function plainStatement(authData: string): string {
  const bytes = authData.length / 2;
  const length = bytes < 256 ? `58${bytes.toString(16).padStart(2, '0')}` : `59${bytes.toString(16).padStart(4, '0')}`;
  return `a363666d74646e6f6e656761747453746d74a0686175746844617461${length}${authData}`;
}

/** What section 16 adds to some client data, to remind whoever compares text with text. */
const EXTRA =
  '2c22657874726144617461223a22636c69656e74446174614a534f4e206d617920626520657874656e6465642077697468206164646974696f6e616c206669656c647320696e20746865206675747572652c207375636820617320746869733a20';
const CREATE = '7b2274797065223a22776562617574686e2e637265617465222c226368616c6c656e6765223a22';
const GET = '7b2274797065223a22776562617574686e2e676574222c226368616c6c656e6765223a22';
const AT_ORIGIN = '222c226f726967696e223a2268747470733a2f2f6578616d706c652e6f7267222c2263726f73734f726967696e223a';
const NOT_FRAMED = `${AT_ORIGIN}66616c7365`;
const FRAMED = `${AT_ORIGIN}74727565`;

function clientData(head: string, challenge: string, tail: string): string {
  return `${head}${Buffer.from(Buffer.from(challenge, 'hex').toString('base64url')).toString('hex')}${tail}`;
}

const C2 = '00c30fb78531c464d2b6771dab8d7b603c01162f2fa486bea70f283ae556e130';
const C2G = '39c0e7521417ba54d43e8dc95174f423dee9bf3cd804ff6d65c857c9abf4d408';
const ID2 = 'f91f391db4c9b2fde0ea70189cba3fb63f579ba6122b33ad94ff3ec330084be4';
export const NONE_ES256: Vector = {
  section: '16.2 ES256, no attestation',
  credentialId: ID2,
  registration: {
    challenge: C2,
    clientDataJSON: clientData(CREATE, C2, `${NOT_FRAMED}${EXTRA}426b5165446a646354427258426941774a544c453551227d`),
    attestationObject: plainStatement(
      `${RP}59000000008446ccb9ab1db374750b2367ff6f3a1f0020${ID2}a5010203262001215820afefa16f97ca9b2d23eb86ccb64098d20db90856062eb249c33a9b672f26df61225820930a56b87a2fca66334b03458abf879717c12cc68ed73290af2e2664796b9220`,
    ),
  },
  authentication: {
    challenge: C2G,
    authenticatorData: `${RP}1900000000`,
    clientDataJSON: clientData(GET, C2G, `${NOT_FRAMED}7d`),
    signature:
      '3046022100f50a4e2e4409249c4a853ba361282f09841df4dd4547a13a87780218deffcd380221008480ac0f0b93538174f575bf11a1dd5d78c6e486013f937295ea13653e331e87',
  },
};

const C3 = '7869c2b772d4b58eba9378cf8f29e26cf935aa77df0da89fa99c0bdc0a76f7e5';
const C3G = '4478a10b1352348dd160c1353b0d469b5db19eb91c27f7dfa6fed39fe26af20b';
const ID3 = '455ef34e2043a87db3d4afeb39bbcb6cc32df9347c789a865ecdca129cbef58c';
export const PACKED_SELF_ES256: Vector = {
  section: '16.3 ES256, self attestation',
  credentialId: ID3,
  registration: {
    challenge: C3,
    clientDataJSON: clientData(CREATE, C3, `${NOT_FRAMED}${EXTRA}5539685458764b453255526b4d6e625f307859485667227d`),
    attestationObject: `a363666d74667061636b65646761747453746d74a263616c672663736967584630440220067a20754ab925005dbf378097c92120031581c73228d1fb4f5b881bcd7da98302207fc7b147558c7c0eba3af18bd9d121fa3d3a26d17fe3f220272178f473b6006d68617574684461746158a4${RP}5d00000000df850e09db6afbdfab51697791506cfc0020${ID3}a5010203262001215820eb151c8176b225cc651559fecf07af450fd85802046656b34c18f6cf193843c5225820927b8aa427a2be1b8834d233a2d34f61f13bfd44119c325d5896e183fee484f2`,
  },
  authentication: {
    challenge: C3G,
    authenticatorData: `${RP}0900000000`,
    clientDataJSON: clientData(GET, C3G, `${NOT_FRAMED}${EXTRA}6754623533727a36456853576f6d58477a696d433151227d`),
    signature:
      '304402203310b9431903c401f1be2bdc8d23a4007682dbbddcf846994947b7f465daf84002204e94dd00047b316061b3b99772b7efd95994a83ef584b3b6b825ea3550251b66',
  },
};

const C4 = '3be5aacd03537142472340ab5969f240f1d87716e20b6807ac230655fa4b3b49';
const C4G = '876aa517ba83fdee65fcffdbca4c84eeae5d54f8041a1fc85c991e5bbb273137';
const ID4 = '6e1050c0d2ca2f07c755cb2c66a74c64fa43065c18f938354d9915db2bd5ce57';
export const CROSS_ORIGIN: Vector = {
  section: '16.4 ES256, crossOrigin',
  credentialId: ID4,
  registration: {
    challenge: C4,
    clientDataJSON: clientData(CREATE, C4, `${FRAMED}${EXTRA}7a5175457444523944577170573574425754467567227d`),
    attestationObject: plainStatement(
      `${RP}4500000000883f4f6014f19c09d87aa38123be48d00020${ID4}a501020326200121582022200a473f90b11078851550d03b4e44a2279f8c4eca27b3153dedfe03e4e97d225820cbd0be95e746ad6f5a8191be11756e4c0420e72f65b466d39bc56b8b123a9c6e`,
    ),
  },
  authentication: {
    challenge: C4G,
    authenticatorData: `${RP}0500000000`,
    clientDataJSON: clientData(GET, C4G, `${FRAMED}${EXTRA}39327063545644304162792d713464746d6a36656667227d`),
    signature:
      '3046022100eb12fcf23b12764c0f122e22371fab92e283879fd798f38ee1841c951b6e40e7022100c76237ff9db77b3c56f30837cda6a09acfa2e915544e609c0733b1184036d1cf',
  },
};

const TOP = '2c22746f704f726967696e223a2268747470733a2f2f6578616d706c652e636f6d22';
const C5 = '4e1f4c6198699e33c14f192153f49d7e0e8e3577d5ac416c5f3adc92a41f27e5';
const C5G = 'd54a5c8ca4b62a8e3bb321e3b2bc73856f85a10150db2939ac195739eb1ea066';
const ID5 = 'b8ad59b996047ab18e2ceb57206c362da57458793481f4a8ebf101c7ca7cc0f1';
export const TOP_ORIGIN: Vector = {
  section: '16.5 ES256, topOrigin',
  credentialId: ID5,
  registration: {
    challenge: C5,
    clientDataJSON: clientData(CREATE, C5, `${FRAMED}${TOP}7d`),
    attestationObject: plainStatement(
      `${RP}410000000097586fd09799a76401c200455099ef2a0020${ID5}a5010203262001215820a1c47c1d82da4ebe82cd72207102b380670701993bc35398ae2e5726427fe01d22582086c1080d82987028c7f54ecb1b01185de243b359294a0ed210cd47480f0adc88`,
    ),
  },
  authentication: {
    challenge: C5G,
    authenticatorData: `${RP}0500000000`,
    clientDataJSON: clientData(GET, C5G, `${FRAMED}${TOP}${EXTRA}5569466f4a4d56525148444146574669347678557051227d`),
    signature:
      '3045022100b5a70c81780d5fcc9a4f2ae9caae99058f8accaf58b91fb59329646c28ac6ffc022012e101c165db3c8e9957f0c54dd6ca9b56bc3bd2f280bd2faa6c1d02c6e5c171',
  },
};

const C6 = '1113c7265ccf5e65124282fa1d7819a7a14cb8539aa4cdbec7487e5f35d8ec6c';
const C6G = 'ef1deba56dce48f674a447ccf63b9599258ce87648e5c396f2ef0ca1da460e3b';
const ID6 =
  '3a761a4e1674ad6c4305869435c0eee9c286172c229bb91b48b4ada140c0863417031305cce5b4a27a88d7fe728a5f5a627de771b4b40e77f187980c124f9fe832d7136010436a056cce716680587d23187cf1fc2c62ae86fc3e508ee9617ffc74fbc10488ec16ec5e9096328669a898709b655e549738c666c1ae6281dc3b5f733c251d3eefb76ee70a3805ca91bcc18e49c8dc7f63ebcb486ba8c3d6ab52b88ff72c6a5bb47c32f3ee8683a3ddc8abf60870448ec8a21b5bdcb183c7dead870255575a6df96eb1b6a2a1019780cba9e4887b17ff1164bbbcc10eb0d86ed75984cd3fa3419103024507dfd9ce8f92c56af7914cb0bb50b87ba82a312bb7dcd93028dbdcd6adb266979667158335171e3682d37755701edbf9d872846a291d49e57ef09da1ec637f5052ed2aa7407f7e61827468e94b461844f4c67be5fa9c6055a566f8fdfc29d4bf78a9ff275f552cc68ba543fa3962eea36fd1ea8453764577d021d0a181efc1f6100ab2e4110039e21ee16970bda7432b6134492155afc126295b3a2eccd12c66a68e340969e995e3e8c9c476e395cfc21203414110779474f1c9797406637dbe414f132519d3bf0ce4f01734ef0e1a12c3ad604ff15d766b1624db6a5a7ccbff7bc35c9908df94aba277e0af48f04ff3d16381c47e5a37ed3988a67a3b1ecaa926336b33391fff04128f869991c9fabd905b6fe3ceef5f8b630ec1c5d2636d5b1961ad5ca5004170f6f5e482792aad989b0287fe91e5c479403397152f1fa56aa79b156eb47e6c8ea3eb175c34cfb38ad8e772874639b1023d4d01395c94e55831671cc022aa6fa1e02a02c2e4abc776f6960e51f83b71a8c0f207b6a347573977812c9aa5480b0011aa739bd4b76c18c000cc4757cceccb920f007c40c00e37e5ab21476cd9f6054a8fffb55a108f5c706e2cea2049d81fd321ff47d2a5761b0800955ab1d4f4889f55a84e2601c684f17a4ade7453ea49591d0b59c8d9a765052f62219cf6ef4a5dd9539f0617d6ebbebce7c000455475d18449e25c49ef9a1e3efe18c09082ebe2058d7c347defaa92f0664553b805c7d76bbfce5f330aca220ac90a789380fc479ea0d8793205813cca590a912f699ad52f991a1bc0a503c3ec4b2a696719e3c26591a87127f7305cc7e72f4c8e39355ebb06a5b1042990f38710ee7aa612ee4374bb82e878585a70a96c2a6b47f101a4ff154be4fd76a3167577a5cc54d9167c154c69ac35485e44cc898b719e1be3cc9c0fb5624b8f8a0dae10947a41bf848b6c1bb33d1006ec077d7e286e3f2a7b4843716390119449fe2721e81a5ed2333d331c7120765da58fadae73c19d9a8c4509cf8ac1e9d98b799a5274509069739b5823f3fb496663820033426988eefca53e580e0f9e0dfe0992fc2e53a97e053639f98577058f995bdbd41cefdb';
export const LONG_CREDENTIAL_ID: Vector = {
  section: '16.6 ES256, credential id of 1023 bytes',
  credentialId: ID6,
  registration: {
    challenge: C6,
    clientDataJSON: clientData(CREATE, C6, `${NOT_FRAMED}7d`),
    attestationObject: plainStatement(
      `${RP}49000000008f3360c2cd1b0ac14ffe0795c5d2638e03ff${ID6}a50102032620012158203b8176b7504489cc593046d7988abb7905a742de6ac2cdc748a873c663e90cb12258201436d5edc9a75f23999eef9d5950a5c2455514ee1014084720f841a06b828a11`,
    ),
  },
  authentication: {
    challenge: C6G,
    authenticatorData: `${RP}0d00000000`,
    clientDataJSON: clientData(GET, C6G, `${NOT_FRAMED}7d`),
    signature:
      '304502203ecef83fb12a0cae7841055f9f87103a99fd14b424194bbf06c4623d3ee6e3fd022100d2ace346db262b1374a6b70faa51f518a42ddca13a4125ce6f5052a75bac9fb6',
  },
};

/** "The two smallest Mersenne primes 2^p - 1 such that p >= 1024" (section 16). */
const MODULUS = ((2n ** 1279n - 1n) * (2n ** 2203n - 1n)).toString(16).padStart(0x1b4 * 2, '0');
const C10 = 'bea8f0770009bd57f2c0df6fea9f743a27e4b61bbe923c862c7aad7a9fc8e4a6';
const C10G = '295f59f5fa8fe62c5aca9e27626c78c8da376ae6d8cd2dd29aebad601e1bc4c5';
const ID10 = '992a18acc83f67533600c1138a4b4c4bd236de13629cf025ed17cb00b00b74df';
export const RS256: Vector = {
  section: '16.10 RS256',
  credentialId: ID10,
  registration: {
    challenge: C10,
    clientDataJSON: clientData(CREATE, C10, `${NOT_FRAMED}7d`),
    attestationObject: plainStatement(
      `${RP}5d00000000428f8878298b9862a36ad8c7527bfef20020${ID10}a4010303390100205901b4${MODULUS}2143010001`,
    ),
  },
  authentication: {
    challenge: C10G,
    authenticatorData: `${RP}1900000000`,
    clientDataJSON: clientData(GET, C10G, `${NOT_FRAMED}7d`),
    signature:
      '01063d52d7c39b4d432fc7063c5d93e582bdcb16889cd71f888d67d880ea730a428498d3bc8e1ee11f2b1ecbe6c292b118c55ffaaddefa8cad0a54dd137c51f1eec673f1bb6c4d1789d6826a222b22d0f585fc901fdc933212e579d199b89d672aa44891333e6a1355536025e82b25590256c3538229b55737083b2f6b9377e49e2472f11952f79fdd0da180b5ffd901b4049a8f081bb40711bef76c62aed943571f2d0575304cb549d68d8892f95086a30f93716aee818f8dc06e96c0d5e0ed4cfa9fd8773d90464b68cf140f7986666ff9c9e3302acd0535d60d769f465e2ab57ef8aabc89fccfef7ba32a64154a8b3d26be2298f470b8cc5377dbe3dfd4b0b45f8f01e63bde6cfc76b62771f9b70aa27cf40152cad93aa5acd784fd4b90f676e2ea828d0bf2400aebbaae4153e5838f537f88b6228346782a93a899be66ec77de45b3efcf311da6321c92e6b0cd11bfe653bf3e98cee8e341f02d67dbb6f9c98d9e8178090cfb5b70fbc6d541599ac794ae2f1d4de1286ec8de8c2daf7b1d15c8438e90d924df5c19045220a4c8438c1b979bbe016cf3d0eeec23c3999d4882cc645b776de930756612cdc6dd398160ff02a6',
  },
};

const C11 = 'a8abf9dabdc6b0df63466b39bda9e8a34a34e185337a59f1c579990676d3b3bd';
const C11G = '895957e01c633a698348a2d8a31a54b7db27e8c1c43b2080d79ae2190267bfd2';
const ID11 = 'ce9f840ed96599580cd140fbc7bb3230633f50f61041aff73308ae71caa8a2bd';
export const ED25519: Vector = {
  section: '16.11 Ed25519',
  credentialId: ID11,
  registration: {
    challenge: C11,
    clientDataJSON: clientData(CREATE, C11, `${NOT_FRAMED}${EXTRA}425f44543567375a445f2d394f544c59583549764551227d`),
    attestationObject: plainStatement(
      `${RP}4100000000d5aa33581e8ca478e20fe713f5d32ff20020${ID11}a401010327200621582044e06ddd331c36a8dc667bab52bcae63486c916aa5e339e6acebaa84934bf832`,
    ),
  },
  authentication: {
    challenge: C11G,
    authenticatorData: `${RP}0100000000`,
    clientDataJSON: clientData(GET, C11G, `${NOT_FRAMED}7d`),
    signature:
      'f5c59c7e46c34f6f8cc197101ddf9934fa2595f68eb1913a637e8419eb9ba4cfdfc48f85393bc0d40b011f0d6fecb097d6607525713223a0dc0d453993dae00b',
  },
};

/** 16.8: a well-formed credential of an algorithm that nobody was offered. */
export const ES384_ATTESTATION = plainStatement(
  `${RP}5900000000e950dcda3bdae1d087cda380a897848b0020953ae2dd9f28b1a1d5802c83e1f65833bb9769a08de82d812bc27c13fc6f06a9a5010203382220022158304866bd8b01da789e9eb806e5eab05ae5a638542296ab057a2f1bbce9b58f8a08b9171390b58a37ac7fffc2c5f45857da2258302a0b024c7f4b72072a1f96bd30a7261aae9571dd39870eb29e55c0941c6b08e89629a1ea1216aa64ce57c2807bf3901a`,
);
export const ES384_CHALLENGE = '567b030b3e186bc1d169dd45b79f9e0d86f1fd63474da3eade5bdb8db379a0c3';
export const ES384_ID = '953ae2dd9f28b1a1d5802c83e1f65833bb9769a08de82d812bc27c13fc6f06a9';
export const ES384_CLIENT_DATA = clientData(CREATE, ES384_CHALLENGE, `${NOT_FRAMED}7d`);
