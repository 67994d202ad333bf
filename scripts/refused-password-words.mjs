/**
 * What the long passwords of `refused-passwords.mjs` are made of besides the public list: keyboards (US and JIS), sequences,
 * Japanese words, names and phrases as they are typed in romaji and in kana.
 */

/** Lines of keys as they lie, of both keyboards that are sold in Japan. */
export const KEYBOARD_ROWS = [
  '1234567890-=qwertyuiop[]',
  '1234567890-^\\qwertyuiop@[',
  '1234567890qwertyuiop',
  'qwertyuiopasdfghjklzxcvbnm',
  'qwertyuiop@[asdfghjkl;:]zxcvbnm,./\\',
  "qwertyuiop[]asdfghjkl;'zxcvbnm,./",
  'asdfghjklzxcvbnmqwertyuiop',
  'asdfghjkl;:]qwertyuiop',
  'zxcvbnmasdfghjklqwertyuiop',
  'zxcvbnm,./\\asdfghjkl;:]',
  'qwertyasdfghzxcvbn',
  'qwertasdfgzxcvb',
  'qweasdzxcrtyfghvbn',
  'qwe123asd456zxc789',
  'azertyuiopqsdfghjklmwxcvbn',
  'qwertzuiopasdfghjklyxcvbnm',
  '!@#$%^&*()_+qwertyuiop',
  '!"#$%&\'()=~|qwertyuiop',
  '!"#$%&\'()1234567890',
  '1234567890!"#$%&\'()',
  '1234567890!@#$%^&*()',
  // The kana engraved on a JIS keyboard, row by row, and what they give in romaji input.
  'ぬふあうえおやゆよわほへたていすかんなにらせちとしはきくまのりれつさそひこみもねるめ',
  'たていすかんなにらせちとしはきくまのりれけ',
];

/** Down and up the columns. */
export const KEYBOARD_COLUMNS = [
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm',
  '1qazxsw23edcvfr45tgbnhy67ujm',
  '!qaz@wsx#edc$rfv%tgb^yhn',
  '!qaz"wsx#edc$rfv%tgb&yhn',
  'qazwsxedcrfvtgbyhnujmikolp',
  'zaqxswcdevfrbgtnhymju',
  'zaq12wsxcde34rfvbgt56yhn',
  'q1w2e3r4t5y6u7i8o9p0',
  '1q2w3e4r5t6y7u8i9o0p',
  '1a2s3d4f5g6h7j8k9l0',
  'q1a2z3w4s5x6e7d8c9',
  'qaz123wsx456edc789',
  'aqswdefrgthyjukilo',
];

export const SEQUENCES = [
  '01234567890',
  '1234567890',
  '123456789',
  '12345678',
  '123456',
  '12345',
  '1234',
  '123',
  '0123456789abcdef',
  'abcdefghijklmnopqrstuvwxyz',
  'abcdefghijklmnopqrstuvwxyz0123456789',
  'abc123def456ghi789',
  'a1b2c3d4e5f6g7h8i9j0',
  '1a2b3c4d5e6f7g8h9i0j',
  'aabbccddeeffgghhiijj',
  'aaabbbcccdddeeefff',
  '112233445566778899',
  '111222333444555666777888999000',
  '11112222333344445555',
  '122333444455555',
  '102030405060708090',
  '13579135791357913579',
  '24680246802468024680',
  '31415926535897932384',
  '27182818284590452353',
  '14142135623730950488',
  '17320508075688772935',
  '22360679774997896964',
  'あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわをん',
  'いろはにほへとちりぬるをわかよたれそつねならむうゐのおくやまけふこえてあさきゆめみしゑひもせす',
  'アイウエオカキクケコサシスセソタチツテトナニヌネノ',
  'aiueokakikukekosashisuseso',
  'irohanihohetochirinuruwo',
  '一二三四五六七八九十',
  'abcdefg1234567890',
  'abc1234567890xyz',
];

/** Tried first after any word. */
export const ENDINGS = listed(`
  123456 1234567 12345678 123456789 1234567890 0123456789 123123 123321 11111111 00000000 20252025 20262026 2025 2026
  2026! 123! 1!2@3#4$ !@#$%^&* abc12345 qwerty qwerty123 password password1 password123 iloveyou
`);

/** Words, places, food, greetings, games and songs, as they are typed in romaji. The commonest first. */
export const JAPANESE_WORDS = listed(`
  sakura nihongo nippon nihon japan tokyo osaka kyoto yokohama nagoya arigatou arigato konnichiwa konbanwa ohayou ohayo
  sayonara gokuraku anpanman doraemon pikachu pokemon naruto totoro onepiece dragonball evangelion gundam hellokitty
  kawaii daisuki aishiteru himitsu pasuwado pasuwaado password anshou ninshou kaisha kanri kanrisha eigyou soumu jinji
  keiri shachou buchou kachou tantou tantousha yoroshiku onegai onegaishimasu otsukare otsukaresama tadaima okaeri
  itadakimasu gochisousama ganbare ganbaru gambare banzai samurai ninja karate judo kendo sumo geisha origami bonsai manga
  anime karaoke sushi sashimi tempura ramen udon soba onigiri takoyaki okonomiyaki tonkatsu karaage gyoza misoshiru natto
  umeboshi wasabi mochi matcha ocha nomikai biru nihonshu shochu fujisan fujiyama hokkaido sapporo sendai niigata saitama
  chiba kanagawa kawasaki shizuoka hamamatsu kobe hiroshima fukuoka kumamoto kagoshima okinawa naha nagasaki matsuyama
  takamatsu kanazawa nagano shibuya shinjuku ikebukuro akihabara ginza roppongi ueno asakusa shinkansen toyota honda
  nissan matsuda subaru suzuki yamaha sony panasonic hitachi toshiba fujitsu nintendo playstation rakuten kyojin giants
  hanshin tigers dragons carp softbank hawks baystars swallows yakyuu sakkaa inu neko wanwan nyanko nekochan inuchan usagi
  kuma tanuki kitsune panda penguin hikari himawari tanpopo momiji fujinohana tsubaki ajisai hanabi natsuyasumi oshougatsu
  kurisumasu otanjoubi haru natsu aki fuyu yuki ame hare kumori taiyou tsuki hoshi sora umi yama kawa mori hayashi niji
  yume kibou ai kokoro egao shiawase heiwa jiyuu mirai kakumei chikyuu uchuu kamisama tenshi akuma oni momotarou kintarou
  urashima kaguyahime shirayuki totorototoro jibri ghibli conan lupin sazaesan chibimaruko kureyon shinchan keroro bakabon
  abcabc iroha aiueo hogehoge hoge fugafuga piyopiyo chinchin unko baka ahoaho bakayarou urusai yatta sugoi yabai maji
  nande dokidoki wakuwaku pikapika kirakira fuwafuwa mofumofu nikoniko gorogoro kurukuru tekuteku genki genkidesu
  hajimemashite omotenashi support sapooto success sakusesu portal pootaru business bijinesu genkan genkanmae roguin login
  welcome youkoso irasshaimase omedetou nagaiki kenkou okane takarakuji oshiire akasatana reiwa heisei showa shouwa
  taishou meiji edo kamakura muromachi sengoku nobunaga hideyoshi ieyasu tokugawa ryouma
`);

export const FAMILY_NAMES = listed(`
  satou sato suzuki takahashi tanaka watanabe itou ito yamamoto nakamura kobayashi katou kato yoshida yamada sasaki
  yamaguchi matsumoto inoue kimura hayashi saitou saito shimizu yamazaki mori abe ikeda hashimoto yamashita ishikawa
  nakajima maeda fujita ogawa gotou goto okada hasegawa murakami kondou ishii sakamoto endou aoki fujii nishimura fukuda
  oota ota miura fujiwara okamoto matsuda nakagawa nakano harada ono tamura takeuchi kaneko wada nakayama ishida ueda
  morita hara shibata sakai kudou yokoyama miyazaki miyamoto uchida takagi andou taniguchi oono maruyama imai takada
  fujimoto takeda murata ueno sugiyama masuda sugawara hirano kojima ootsuka chiba kubo
`);

/** Besides every fourth name of the public list. */
export const GIVEN_NAMES = listed(`
  hanako tarou taro jirou jiro saburou saburo ichirou ichiro yuuko yuko youko yoko keiko akiko naoko yumiko kazuko sachiko
  noriko tomoko kyouko mariko kumiko junko emiko reiko yoshiko kenji hiroshi takashi makoto naoki daisuke shouta yuuta haruto
  hinata misaki nanami ayaka aya miki yuki mai rina haruka mika kaori akira satoshi kazuya takuya kenta tsubasa ryouta
`);

/** As the Japanese input leaves them, repeated to length. */
export const KANA_WORDS = listed(`
  さくら パスワード ぱすわーど ひみつ あいうえお こんにちは ありがとう おはよう にほんご 日本 日本語 東京 大阪 京都 株式会社 管理者 秘密 愛してる だいすき 桜 富士山 寿限無 いろは どらえもん ドラえもん アンパンマン
  ピカチュウ ねこ いぬ 猫 犬 花 夢 愛 山田 佐藤 鈴木 田中 高橋 渡辺 山田太郎 山田花子 たろう はなこ 太郎 花子 サポート ポータル ログイン ビジネス 玄関 げんかん テスト てすと あああああ ほげほげ 令和 平成 昭和
`);

/** Written with blanks here; also kept without them, and with - and _. */
export const PHRASES = listed(
  `
  correct horse battery staple | the quick brown fox | the quick brown fox jumps over the lazy dog | let me in please
  to be or not to be | may the force be with you | i love you so much | i love you forever | open sesame open sesame
  this is my password | this is a password | my secret password | my super secret password | my new password
  my long password | a very long password | super long password | password is password | passwords are hard
  change me please | please change me | change this password | default password | temporary password | temp password 123
  admin admin admin | administrator | administrator1 | administrator123 | welcome to japan | welcome welcome
  hello world hello | hello world 1234 | hello hello hello | fifteen letters | fifteencharacters | fifteen characters
  sixteen characters | never gonna give you up | abracadabra abracadabra | supercalifragilisticexpialidocious
  all your base are belong to us | winter is coming | live long and prosper | who let the dogs out
  twinkle twinkle little star | happy birthday to you | trustno1trustno1 | manchesterunited | manchester united
  realmadrid realmadrid | barcelona barcelona | liverpool liverpool | star wars star wars | harry potter 123
  harry potter harry | lord of the rings | game of thrones | jesus christ 123 | jesus is my lord | god is love 1234
  in god we trust | one two three four | one two three four five | abc 123 abc 123 abc | password password
  password 1 password | letmein letmein | business success portal | business support portal | business portal
  customer support | customer portal | support desk | support support | genkan demo 2026 | genkan genkan genkan
  two factor authentication | authenticator app | sakura saku sakura | nihon no password | watashi no password
  watashi no pasuwado | konnichiwa sekai | arigatou gozaimasu | ohayou gozaimasu | yoroshiku onegaishimasu
  otsukaresama desu | hajimemashite yoroshiku | omedetou gozaimasu | akemashite omedetou | nihongo wa muzukashii
  furuike ya kawazu | furuikeya kawazutobikomu | wagahai wa neko de aru | hashire melos | yuki guni yuki guni
  sayonara sayonara | ganbare nippon | ganbare ganbare | nippon cha cha cha | yamada tarou 123 | yamada hanako
  yamada hanako 123 | yamadatarou yamadatarou | suzuki ichirou | suzuki ichirou 51 | tanaka tarou 123 | satou hanako 123
  ふるいけやかわずとびこむみずのおと | 古池や蛙飛びこむ水の音 | 我輩は猫である名前はまだ無い | 吾輩は猫である名前はまだない | じゅげむじゅげむごこうのすりきれ | おはようございますこんにちは
  ありがとうございましたありがとう | よろしくおねがいいたします | よろしくおねがいいたします。。 | あけましておめでとうございます | 春はあけぼのやうやう白くなりゆく | 祇園精舎の鐘の声諸行無常の響きあり
  いつもお世話になっております。 | いつもおせわになっております | これはわたしのパスワードです | わたしのひみつのパスワード | これは私の秘密のパスワードです | となりのきゃくはよくかきくうきゃくだ
  なまむぎなまごめなまたまご | すもももももももものうち | すもももももももものうちすもももももももものうち
`,
  '|',
);

function listed(text, separator = ' ') {
  return text
    .split(/\n/u)
    .flatMap((line) => line.split(separator))
    .map((word) => word.trim())
    .filter((word) => word !== '');
}
