/**
 * In which page the machine of a file's author wrote what is neither ASCII nor UTF-8. The standard has directives for
 * it (ISO 10303-21, 6.4.3); systems in East Asia write names in the bytes of their machine all the same. Nothing in the
 * file says which: it is the page in which all its names make words, judged over the whole file.
 */
import { TextDecoder } from "node:util";
import { QUOTE } from "./characters.ts";

export type LocalEncoding = "windows-1252" | "euc-kr" | "gb18030" | "big5" | "shift_jis";

/** Characters that part names are full of: of each page some hundred. */
const FREQUENT: Readonly<Record<Exclude<LocalEncoding, "windows-1252">, ReadonlySet<string>>> = {
  "euc-kr": new Set(
    "가각간감강개거검게결고공관구귀그금기나너노니다단대더도동두드등디라락람랜러레로록롤루류르른리린립링마머면모목몸문물미바박반방배밴버베벨변별보본볼봉부분브블비사상새서선설세센셀소속손송쇠수숨스슬승시식신실심아안앞압액어업에엔연열엽오온외용우워원웨위유육율은음의이인일임입자작잔잠장재저적전절점접정제조좌주중지직진질집차착창채척천철체초축출측치카칸캠커컨케켓코콘쿠쿨크클키타탄탑태터텐토톤통튜트틀티판팔패펌페평포폭표품프플피핀필하한할함합핸형호홀홈홍화환회후휠",
  ),
  gb18030: new Set(
    "螺母栓簧兰卡柱下左叉台块泵盘套筒口向夹孔定位座支撑架板片轴承齿轮箱体盖壳罩一不中主丝串丸举久之乘事二于五交产人仓件任份传位体作使侧保信倒倾偏停储元光入全公六共关兴其具内冷净减几出分切划则刚创初制前剂力加动助包化区十升半协单卡压原双反发口可右号吊同名后向吸呈周和品商器四回固图圆圈圳在地场坐坚型垂垫城基堂塑塔填塞墙壁壳处外多大天太头套女子孔存安定实室宽密对导封射将小尺尾层屏展山工左巧差带帽平年底库应度座康式张弯弹强录形影径循心快总恒感成户手扣托执扩扫承技把折护抽拉拨持指按挡挤接控推提插握摆撑支改放整料新方旋无日时明显晶暗曲最有木未本机杆材条板极架柄标校样核根格框桶桥检槽横次止正毛气水汽油泵法注活流测浮涂液深清温测滑滚满漆灯点热焊片牌物特状环球理电画白的盖盘目直相真矩短石矿码研破硬硅磁示离科空窗立端筋筒管箱米粗类精系索紧红纤级纵线组细终经给统继续缸缝缩罐网罩置翻考联背能脚自船色节芯花荷蓝虎行表衬袋被装角触计设试调负质购贯起超距跑路踏车轨转轮软轴轻载辅辊边达过运近进连速适选通造部配重金针钉钢钣钩钮铁铆铜铝铰链销锁锥锯键镜镶长门闭间阀队阶阵附降限除隔零靠面鞋页项顶预频风马驱高黄黑齿龙",
  ),
  big5: new Set(
    "一上下不中主件位作保側傳光入全公具內冷出分切制前力加動包化半單右合同名品器四固圈圓型垂基墊壓外大套孔安定密對導小層左帽平底座度式彈形彎徑心成手扣承把插握支散料方旋無時明本機板架框桿條樞標模橡檢槽正比氣水油活流測滑滾焊片物環球理用電的盒盖盤蓋直相端管箱線組細結網緊置聯膠自色蓋螺表裝角觸計設調軌軸輪載轉邊連速運部配重金釘針鈑鉚鉸銅銷鋁鋼錐鍵鎖鏈鐵長門閥防附限電零面鞋頂風驅高齒",
  ),
  shift_jis: new Set(
    "部品組立図板軸座金具取付上下左右前後外内径歯車側台本体押受止用型式番号管継手弁箱蓋扉枠棒線溝穴面材鋼電動機械装置駆固定可回転支持接続治工具平丸角六大小中長短高低",
  ),
};
const EAST_ASIAN = Object.keys(FREQUENT) as readonly (keyof typeof FREQUENT)[];
/** Signs that stand alone in western names. */
const SIGNS = /[ØøÆæ°±µ²³×§®©€–—…‘’“”«»ºª]/;

const MOST_SAMPLES = 400;
const LONGEST_SAMPLE = 400;
/** Of a page that is none of the west: less than a third of its characters frequent is no writing. */
const LEAST_SCORE = 0.3;

const known = new WeakMap<Uint8Array, LocalEncoding>();

/** @param file all of it; judged once, when the first string asks */
export function localEncoding(file: Buffer): LocalEncoding {
  const before = known.get(file);
  if (before !== undefined) return before;
  const encoding = judge(samples(file));
  known.set(file, encoding);
  return encoding;
}

/** Strings with bytes that are no UTF-8. */
function samples(file: Buffer): readonly Buffer[] {
  const found: Buffer[] = [];
  for (let at = 0; at < file.length && found.length < MOST_SAMPLES; at++) {
    if ((file[at] ?? 0) < 0x80) continue;
    const start = file.lastIndexOf(QUOTE, at) + 1;
    const close = file.indexOf(QUOTE, at);
    const end = close < 0 ? file.length : close;
    // Something that is far from its quotes is no name.
    if (end - start <= LONGEST_SAMPLE) {
      const text = file.subarray(start, end);
      if (decoded(text, "utf-8") === undefined) found.push(text);
    }
    at = end;
  }
  return found;
}

function judge(texts: readonly Buffer[]): LocalEncoding {
  let best: LocalEncoding = "windows-1252";
  let most = Math.max(LEAST_SCORE, share(texts, "windows-1252", isWestern));
  for (const encoding of EAST_ASIAN) {
    const score = share(texts, encoding, (text, at) => eastern(text[at] ?? "", encoding));
    if (score <= most) continue;
    most = score;
    best = encoding;
  }
  return best;
}

/** Mean of what each character beyond ASCII is worth, 0 … 1; 0 where one of the texts is none in that encoding. */
function share(
  texts: readonly Buffer[],
  encoding: LocalEncoding,
  worth: (text: readonly string[], at: number) => number,
): number {
  let [sum, count] = [0, 0];
  for (const bytes of texts) {
    const whole = decoded(bytes, encoding);
    if (whole === undefined) return 0;
    const text = Array.from(whole);
    text.forEach((character, at) => {
      if (character < "\u0080") return;
      sum += worth(text, at);
      count += 1;
    });
  }
  return count === 0 ? 0 : sum / count;
}

/** A letter of a western word has ASCII letters beside it. */
function isWestern(text: readonly string[], at: number): number {
  if (SIGNS.test(text[at] ?? "")) return 1;
  const beside = [text[at - 1], text[at + 1]].some((next) => next !== undefined && /[A-Za-z]/.test(next));
  return beside && /\p{L}/u.test(text[at] ?? "") ? 1 : 0;
}

function eastern(character: string, encoding: keyof typeof FREQUENT): number {
  if (FREQUENT[encoding].has(character)) return 1;
  if (encoding === "euc-kr") return /\p{Script=Hangul}/u.test(character) ? 0.2 : 0;
  if (encoding === "shift_jis" && /[\u3041-\u30ff]/.test(character)) return 1;
  return /\p{Script=Han}/u.test(character) ? 0.2 : 0;
}

function decoded(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
